/**
 * IndexedDB's requests as promises. A transaction stays open while one of its own requests is awaited, and ends by itself
 * when nothing else is.
 */

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>} rejects if it was undone
 */
export function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
}

/**
 * @template Row
 * @typedef {object} Table An object store whose requests are promises.
 * @property {(key: string) => Promise<Row | undefined>} get
 * @property {() => Promise<Row[]>} getAll
 * @property {(row: Row, key?: string) => Promise<unknown>} put
 * @property {(row: Row) => Promise<unknown>} add fails where the key is there already
 * @property {(key: string) => Promise<unknown>} delete
 */

/**
 * @param {IDBTransaction} transaction
 * @param {string} name
 * @returns {Table<any>}
 */
export function openTable(transaction, name) {
  const store = transaction.objectStore(name);
  return {
    get: (key) => settled(store.get(key)),
    getAll: () => settled(store.getAll()),
    put: (row, key) => settled(store.put(row, key)),
    add: (row) => settled(store.add(row)),
    delete: (key) => settled(store.delete(key)),
  };
}
