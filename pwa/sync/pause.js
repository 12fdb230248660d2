/** @param {number} delay_ms */
export function pause(delay_ms) {
  return new Promise((resolve) => setTimeout(resolve, delay_ms));
}
