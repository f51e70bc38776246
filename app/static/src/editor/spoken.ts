/** What a screen reader hears of the status: not every keystroke's round trip, but always how it ended. */
import type { StatusName } from "./status";

const SETTLED_AFTER = 900;
const PASSING_AFTER = 4_000; // worth a word only when it does not pass
const PASSING: ReadonlySet<StatusName> = new Set(["connecting", "saving"]);

interface News {
  name: StatusName;
  text: string;
}

/** Returns what to call with every new status. */
export function politely(say: (text: string) => void): (name: StatusName, text: string) => void {
  let said = "";
  let latest: News | null = null;
  let due: News | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const consider = (news: News) => {
    latest = news;
    if (due?.name === news.name) {
      due = news; // the same with another number
      return;
    }
    if (PASSING.has(news.name) && due?.name === "saved") return;
    clearTimeout(timer);
    due = news.text === said ? null : news;
    if (due) timer = setTimeout(speak, PASSING.has(news.name) ? PASSING_AFTER : SETTLED_AFTER);
  };
  const speak = () => {
    if (!due) return;
    said = due.text;
    due = null;
    say(said);
    if (latest && latest.text !== said) consider(latest);
  };
  return (name, text) => consider({ name, text });
}
