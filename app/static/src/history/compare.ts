/** Two versions of one text in one: what was added, what went, in the colours of those who did it. */
import { Changes, letters } from "./changes";
import { Chronicle } from "./chronicle";
import { drawBlocks } from "./drawing";
import { readLog } from "./log";
import { find, Sentences } from "./sentences";
import { isBlock, type Part } from "./parts";
import { turnOfBlock } from "./runs";
import { walk } from "./walk";
import { drawLegend, Writers } from "./writers";

export function compare(root: HTMLElement): () => void {
  const sentences = new Sentences();
  const told = find(root, "told");
  const paper = find(root, "paper");
  const only = find<HTMLInputElement>(root, "only-changed");
  const changes = new Changes(paper, (element, number, n) => {
    told.textContent = sentences.say("change", { number, n, what: element.title });
  });
  const hover = (event: Event) => {
    const element = (event.target as Element).closest<HTMLElement>("[data-change]");
    if (element) told.textContent = element.title;
  };
  const filter = () => paper.toggleAttribute("data-only-changed", only.checked);
  only.addEventListener("change", filter);
  paper.addEventListener("mouseover", hover);
  find(root, "next").addEventListener("click", () => changes.go(1));
  find(root, "previous").addEventListener("click", () => changes.go(-1));
  const release = letters({ j: () => changes.go(1), k: () => changes.go(-1) });
  void show(root, sentences, paper)
    .then(() => {
      const n = changes.elements.length;
      told.textContent = n ? sentences.say("changes", { n }) : sentences.say("noChange");
      root.dataset["ready"] = "true";
    })
    .catch(() => (told.textContent = sentences.say("failed")));
  return release;
}

async function show(root: HTMLElement, sentences: Sentences, paper: HTMLElement): Promise<void> {
  const [from, to] = [Number(root.dataset["fromSeq"]), Number(root.dataset["toSeq"])];
  const told = find(root, "told");
  const chronicle = new Chronicle();
  const progress = (part: number) => (told.textContent = sentences.say("loading", { n: Math.round(part * 100) }));
  const [writers] = await Promise.all([
    Writers.ask(sentences.address("writers"), sentences.say("unknown")),
    readLog(sentences.address("log"), chronicle, { until: to, told: progress }),
  ]);
  const blocks = walk(chronicle, from, to);
  const say = (part: Part) => {
    const name = writers.name(part.kind === "added" ? part.by : part.other);
    return sentences.say(happened(part), { name, author: writers.name(part.by) });
  };
  const drawn = drawBlocks(blocks, { writers, authors: false, told: say });
  drawn.forEach((element, index) => element.toggleAttribute("data-same", !isChanged(blocks[index])));
  paper.replaceChildren(...drawn);
  drawLegend(find(root, "legend"), writers, whoChanged(blocks));
}

/** Which sentence tells what became of it. */
function happened(part: Part): string {
  const turn = isBlock(part) ? turnOfBlock(part) : part.turn;
  return turn ?? (part.kind === "kept" ? "reformatted" : part.kind);
}

function isChanged(part: Part | undefined): boolean {
  if (!part) return false;
  return part.kind !== "kept" || part.other !== 0 || (isBlock(part) && part.content.some(isChanged));
}

function whoChanged(parts: readonly Part[], found = new Set<number>()): Set<number> {
  for (const part of parts) {
    if (part.kind === "added") found.add(part.by);
    else if (part.other) found.add(part.other);
    if (isBlock(part)) whoChanged(part.content, found);
  }
  return found;
}

