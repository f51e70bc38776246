/** Pictures of documents: asked for each time, since rights end; as this device last saw them while the server is away. */
import { kept, note, PICTURES } from "./kept_pages";

const ADDRESS = /^\/documents\/\d+\/images\/[0-9a-f]{64}$/;

export function isPicture({ pathname }: URL): boolean {
  return ADDRESS.test(pathname);
}

export async function picture(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const answer = await fetch(request).catch(() => null);
  if (answer && answer.status < 500) {
    event.waitUntil(note(request.url, answer.clone(), PICTURES).catch(() => undefined));
    return answer;
  }
  return (await kept(request.url, PICTURES)) ?? answer ?? Response.error();
}
