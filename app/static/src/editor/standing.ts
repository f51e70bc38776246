/** What is known about this person's connection and right; every change is told. */
import { statusOf, type Facts, type Status } from "./status";

export class Standing {
  private facts: Omit<Facts, "pending"> = {
    phase: "first",
    role: null,
    notSaved: null,
    revoked: null,
    signedOut: null,
    failed: null,
    onlyReads: null,
  };

  private doubted = false;

  constructor(
    private readonly pending: () => number,
    private readonly told: (status: Status) => void,
  ) {}

  get status(): Status {
    return statusOf({ ...this.facts, pending: this.pending() });
  }

  get role(): Facts["role"] {
    return this.facts.role;
  }

  get notSaved(): string | null {
    return this.facts.notSaved;
  }

  get onlyReads(): string | null {
    return this.facts.onlyReads;
  }

  /** Whether this person's words go to the server, as text or as suggestions. */
  get writes(): boolean {
    return this.facts.role === "edit" || this.facts.role === "suggest";
  }

  get joined(): boolean {
    return this.facts.phase === "joined";
  }

  get writable(): boolean {
    const { revoked, signedOut, failed } = this.facts;
    return !this.doubted && this.writes && revoked === null && signedOut === null && failed === null;
  }

  /** No way in. What is on the page already stays readable. */
  shut(message: string, gone = false): void {
    this.set({ gone, ...(this.facts.role === null ? { failed: message } : { revoked: message }) });
  }

  /** The right is as it was, but the server does not know this browser any more. */
  signedOut(message: string): void {
    this.set({ signedOut: message });
  }

  /** The right is another one: not writable until the server has said which. */
  doubt(): void {
    this.doubted = true;
    this.set({ phase: "joining" });
  }

  set(facts: Partial<Facts>): void {
    if (facts.phase === "joined") this.doubted = false;
    this.facts = { ...this.facts, ...facts };
    this.tell();
  }

  tell(): void {
    this.told(this.status);
  }
}
