/** How long it is until the next try, in words. */

const MINUTE_S = 60;

/**
 * The message that says it.
 *
 * @param {number} wait_ms
 * @returns {{key: string, params?: Record<string, number>}}
 */
export function describeWait(wait_ms) {
  const seconds = Math.ceil(wait_ms / 1000);
  if (seconds <= 0) return { key: "app.queue.sending" };
  if (seconds <= 2 * MINUTE_S) return { key: "app.queue.next_in_seconds", params: { seconds } };
  return { key: "app.queue.next_in_minutes", params: { minutes: Math.ceil(seconds / MINUTE_S) } };
}
