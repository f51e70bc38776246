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

  get onlyReads(): string | null {
    return this.facts.onlyReads;
  }

  get joined(): boolean {
    return this.facts.phase === "joined";
  }

  get writable(): boolean {
    const { role, revoked, signedOut, failed } = this.facts;
    return role === "edit" && revoked === null && signedOut === null && failed === null;
  }

  /** No way in. What is on the page already stays readable. */
  shut(message: string): void {
    this.set(this.facts.role === null ? { failed: message } : { revoked: message });
  }

  /** The right is as it was, but the server does not know this browser any more. */
  signedOut(message: string): void {
    this.set({ signedOut: message });
  }

  set(facts: Partial<Facts>): void {
    this.facts = { ...this.facts, ...facts };
    this.tell();
  }

  tell(): void {
    this.told(this.status);
  }
}
