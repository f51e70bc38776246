/**
 * On the sign-in page nobody is here: school computers are shared, so the copies of documents that earlier
 * people left in this browser go, except those with words the server does not have yet.
 */
const COPIES = "qinglan-doc-";

export function forgetCopies(): () => void {
  void forget().catch(() => undefined); // an old browser cannot list them
  return () => undefined;
}

async function forget(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith(COPIES) && !(await hasUnsent(name))) indexedDB.deleteDatabase(name);
  }
}

function hasUnsent(name: string): Promise<boolean> {
  return new Promise(resolve => {
    const opening = indexedDB.open(name);
    opening.onerror = () => resolve(true);
    opening.onsuccess = () => {
      const copy = opening.result;
      const answer = (unsent: boolean) => {
        copy.close();
        resolve(unsent);
      };
      if (!copy.objectStoreNames.contains("custom")) return answer(false);
      const reading = copy.transaction("custom").objectStore("custom").get("unsent");
      reading.onsuccess = () => answer(Number(reading.result) > 0);
      reading.onerror = () => answer(true);
    };
  });
}
