/** Requests to a worker as promises, each known by an id. */

/**
 * @typedef {object} Requests
 * @property {(send: (id: number) => void) => Promise<any>} ask sends a request under a new id; resolves with its result
 * @property {(answer: {id: number, result?: unknown, error?: string}) => void} answer settles the request of that id
 * @property {(reason: string) => void} rejectAll
 */

/** @returns {Requests} */
export function createRequests() {
  /** @type {Map<number, {resolve: (result: unknown) => void, reject: (error: Error) => void}>} */
  const open = new Map();
  let lastId = 0;
  return {
    ask(send) {
      return new Promise((resolve, reject) => {
        lastId += 1;
        open.set(lastId, { resolve, reject });
        send(lastId);
      });
    },
    answer({ id, result, error }) {
      const request = open.get(id);
      open.delete(id);
      if (error === undefined) request?.resolve(result);
      else request?.reject(new Error(error));
    },
    rejectAll(reason) {
      for (const { reject } of open.values()) reject(new Error(reason));
      open.clear();
    },
  };
}
