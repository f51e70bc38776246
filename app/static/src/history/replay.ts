/** The writing again, from its first word: to any moment at once, forwards and backwards. */
import { letters } from "./changes";
import { Chronicle } from "./chronicle";
import { readLog } from "./log";
import { Paper } from "./paper";
import { Player } from "./player";
import { find, Sentences } from "./sentences";
import { drawLegend, Writers } from "./writers";

export function replay(root: HTMLElement): () => void {
  const sentences = new Sentences();
  let release: () => void = () => undefined;
  let isGone = false;
  void open(root, sentences)
    .then(close => {
      release = close;
      if (isGone) close();
    })
    .catch(() => (find(root, "told").textContent = sentences.say("failed")));
  return () => {
    isGone = true;
    release();
  };
}

async function open(root: HTMLElement, sentences: Sentences): Promise<() => void> {
  const told = find(root, "told");
  const chronicle = new Chronicle();
  const progress = (part: number) => (told.textContent = sentences.say("loading", { n: Math.round(part * 100) }));
  const [writers] = await Promise.all([
    Writers.ask(sentences.address("writers"), sentences.say("unknown")),
    readLog(sentences.address("log"), chronicle, { told: progress }),
  ]);
  drawLegend(find(root, "legend"), writers, new Set(chronicle.authors));
  const paper = new Paper(find(root, "paper"), chronicle, writers);
  const slider = find<HTMLInputElement>(root, "slider");
  const player = new Player(chronicle.authors, seq => {
    paper.show(seq, find<HTMLInputElement>(root, "colours").checked);
    slider.value = String(seq);
    const moment = new Date(chronicle.moments[seq] ?? 0).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" });
    told.textContent = sentences.say("at", { moment, name: writers.name(chronicle.authors[seq] ?? 0) });
    slider.setAttribute("aria-valuetext", told.textContent);
  });
  return bind(root, sentences, player, slider);
}

function bind(root: HTMLElement, sentences: Sentences, player: Player, slider: HTMLInputElement): () => void {
  const play = find<HTMLButtonElement>(root, "play");
  const speed = find<HTMLSelectElement>(root, "speed");
  const said = () => (play.textContent = sentences.say(player.isPlaying ? "pause" : "play"));
  const flip = () => {
    if (player.isPlaying) player.pause();
    else player.play(Number(speed.value));
    said();
  };
  const burst = (step: 1 | -1) => {
    player.pause();
    player.go(player.burst(step));
    said();
  };
  player.onPause = said;
  slider.min = "1";
  slider.max = String(player.last);
  slider.addEventListener("input", () => {
    player.pause();
    player.go(Number(slider.value));
  });
  play.addEventListener("click", flip);
  speed.addEventListener("change", () => player.isPlaying && player.play(Number(speed.value)));
  find(root, "colours").addEventListener("change", () => player.go(player.at));
  find(root, "burst-before").addEventListener("click", () => burst(-1));
  find(root, "burst-after").addEventListener("click", () => burst(1));
  const release = letters({ n: () => burst(1), p: () => burst(-1), " ": flip });
  for (const name of ["play", "slider", "burst-before", "burst-after"]) find<HTMLButtonElement>(root, name).disabled = false;
  player.go(player.last);
  root.dataset["ready"] = "true";
  return () => {
    player.pause();
    release();
  };
}
