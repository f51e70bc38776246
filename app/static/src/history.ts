/** The third bundle, only on the pages of a document's history. */
import "./styles/history.css";
import { behavior, refresh } from "./behaviors";
import { compare } from "./history/compare";
import { replay } from "./history/replay";

behavior("compare", compare);
behavior("replay", replay);
refresh();
