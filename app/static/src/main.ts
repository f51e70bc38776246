import "./styles/main.css";
import { refresh } from "./behaviors";

refresh();
