/** Messages with what they are about put in. */

/** @typedef {Record<string, string | number>} Params */

/**
 * `message` with each `{name}` replaced by `params.name`; one that has no parameter stays as it is.
 *
 * @param {string} message
 * @param {Params} params
 */
export function fillMessage(message, params) {
  return message.replace(/\{(\w+)\}/g, (placeholder, name) => String(params[name] ?? placeholder));
}
