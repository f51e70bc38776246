/** On the sign-in page nobody is here: what earlier people left in this browser goes, but never unsent words. */
import { forgetEverything } from "../device/owner";

export function forgetCopies(): () => void {
  void forgetEverything();
  return () => undefined;
}
