/** The second bundle, only on pages where people write together. */
import "./styles/editor.css";
import { behavior, refresh } from "./behaviors";
import { openRoom } from "./editor/room";

behavior("coedit", openRoom);
refresh();
