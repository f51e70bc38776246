/** Long work in short turns: whoever writes meanwhile does not wait. */
const TURN_MS = 25;
let since = 0;

export async function breath(): Promise<void> {
  if (performance.now() - since < TURN_MS) return;
  await new Promise(resolve => setTimeout(resolve));
  since = performance.now();
}
