/** What follows when the server says no: wait and ask again, ask to sign in, or shut the page. */
import { EXPLAINED, FORBIDDEN, FRUITLESS, GONE, OUT_OF_STEP, PASSING, SIGNED_OUT } from "./codes";
import type { Host } from "./host";
import type { Patience } from "./patience";
import type { Standing } from "./standing";
import type { Joined, JoinRefused, Refusal } from "./wire";

interface Line {
  pause(): void;
  join(): void;
}

export class Refusals {
  constructor(
    private readonly room: Host,
    private readonly standing: Standing,
    private readonly patience: Patience,
    private readonly line: Line,
  ) {}

  joinRefused({ error }: JoinRefused): void {
    const words = this.room.sentence(error);
    if (SIGNED_OUT.has(error)) this.denied(error);
    else if (PASSING.has(error)) this.notSaved(this.standing.notSaved ?? words); // why it began tells more
    else if (GONE.has(error)) this.shut(this.wrote() && !EXPLAINED.has(error) ? this.room.sentence("outside") : words, true);
    else this.shut(words);
  }

  /** Who could write here a moment ago is told why that is over, for as long as the page is open. */
  whyOnlyReading({ role, closed, locked }: Joined): string | null {
    if (role !== "read" || locked || !this.wrote()) return null;
    return this.room.sentence(closed ? "closed" : "removed");
  }

  /** Nothing leaves this page; signing in again in another window brings it back. */
  denied(reason: string): void {
    this.line.pause();
    if (SIGNED_OUT.has(reason)) this.standing.signedOut(this.room.sentence(reason));
    else this.standing.shut(this.room.sentence(reason));
  }

  refused({ reason }: Refusal): void {
    const words = this.room.sentence(reason);
    if (FRUITLESS.has(reason)) this.shut(words);
    else if (FORBIDDEN.has(reason)) this.judgeAnew(words);
    else if (OUT_OF_STEP.has(reason)) this.joinAgain();
    else this.notSaved(words);
  }

  revoked(reason: string): void {
    if (SIGNED_OUT.has(reason)) this.denied(reason);
    else if (reason === "changed") this.askForRole();
    else this.judgeAnew(this.room.sentence(reason));
  }

  notSaved(message: string): void {
    this.standing.set({ notSaved: message });
    this.joinAgain();
  }

  shut(message: string, gone = false): void {
    this.line.pause();
    this.standing.shut(message, gone);
  }

  /** Shut at once; then ask again, since the person may still be allowed to read. */
  private judgeAnew(message: string): void {
    this.shut(message);
    this.patience.again(() => this.line.join(), 1_000);
  }

  private wrote(): boolean {
    return this.standing.writes || this.standing.onlyReads !== null;
  }

  /** Another right, as when a presenter locks the text: nothing is wrong, only nothing is written until we know. */
  private askForRole(): void {
    this.line.pause();
    this.standing.doubt();
    this.patience.again(() => this.line.join(), 300);
  }

  private joinAgain(): void {
    this.line.pause();
    this.patience.again(() => this.line.join());
  }
}
