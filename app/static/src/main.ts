/** What every page loads: htmx for fragments, and small behaviors bound by data attributes. */
import "./styles/main.css";
import "./htmx-setup";
import { behavior, refresh } from "./behaviors";
import { forgetCopies } from "./behaviors/forget-copies";
import { formulas } from "./behaviors/formulas";
import { menu } from "./behaviors/menu";
import { password } from "./behaviors/password";
import { print } from "./behaviors/print";
import { searchKey } from "./behaviors/search-key";

behavior("forget-copies", forgetCopies);
behavior("formulas", formulas);
behavior("menu", menu);
behavior("password", password);
behavior("print", print);
behavior("search-key", searchKey);
refresh();
