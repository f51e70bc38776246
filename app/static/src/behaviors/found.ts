/** Whether words find a choice: by any part of what it says, by its pinyin from the start, or by the initials. */
export function isFound(typed: string, says: string, pinyin = ""): boolean {
  const text = says.toLowerCase();
  const syllables = pinyin.toLowerCase().split(/\s+/);
  const readings = [syllables.join(""), syllables.map((each) => each.charAt(0)).join("")];
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const asPinyin = words.join("");
  return words.every((word) => text.includes(word)) || (pinyin !== "" && readings.some((each) => each.startsWith(asPinyin)));
}
