/** Work that never runs twice at once. */

/**
 * `work` as a function that may be called at any time: what is asked for while it runs is done once more afterwards.
 *
 * @param {() => Promise<void>} work
 * @param {() => void} onFailure
 * @returns {() => Promise<void>}
 */
export function serialise(work, onFailure) {
  let isRunning = false;
  let isWanted = false;
  return async function run() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work().catch(onFailure);
    }
    isRunning = false;
  };
}
