/**
 * Puts requests that come while others are under way together into one call of `run`, of up to `most` items unless one request alone
 * has more; so single events share a commit. When a call of several requests fails by an error that is `oneRequests` fault, each runs
 * again on its own, so none fails for another's sake.
 */
export function batching<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { most, lanes, oneRequests }: { readonly most: number; readonly lanes: number; readonly oneRequests: (error: unknown) => boolean },
): (items: readonly Item[]) => Promise<readonly Answer[]> {
  type Request = {
    readonly items: readonly Item[];
    readonly resolve: (answers: readonly Answer[]) => void;
    readonly reject: (error: unknown) => void;
  };
  const waiting: Request[] = [];
  let underWay = 0;

  const next = (): Request[] => {
    const company: Request[] = [];
    let items = 0;
    for (let request = waiting[0]; request && (items === 0 || items + request.items.length <= most); request = waiting[0]) {
      company.push(request);
      items += request.items.length;
      waiting.shift();
    }
    return company;
  };
  const answer = async (company: readonly Request[]) => {
    try {
      const answers = await run(company.flatMap(({ items }) => items));
      let at = 0;
      for (const { items, resolve } of company) resolve(answers.slice(at, (at += items.length)));
    } catch (error) {
      if (company.length > 1 && oneRequests(error)) for (const request of company) await answer([request]);
      else for (const { reject } of company) reject(error);
    }
  };
  const launch = () => {
    while (underWay < lanes && waiting.length > 0) {
      underWay++;
      void answer(next()).then(() => {
        underWay--;
        launch();
      });
    }
  };
  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      launch();
    });
}
