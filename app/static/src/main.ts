/** What every page loads: htmx for fragments, and small behaviors bound by data attributes. */
import "./styles/main.css";
import "./htmx-setup";
import { behavior, refresh } from "./behaviors";
import { choices } from "./behaviors/choices";
import { forgetCopies } from "./behaviors/forget-copies";
import { formulas } from "./behaviors/formulas";
import { menu } from "./behaviors/menu";
import { once } from "./behaviors/once";
import { password } from "./behaviors/password";
import { print } from "./behaviors/print";
import { searchKey } from "./behaviors/search-key";

behavior("choices", choices);
behavior("forget-copies", forgetCopies);
behavior("formulas", formulas);
behavior("menu", menu);
behavior("once", once);
behavior("password", password);
behavior("print", print);
behavior("search-key", searchKey);
refresh();
