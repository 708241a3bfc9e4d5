/** Switches as configs, variables, headers and bodies have them. */

/** True where a switch says this, as it is or as text. Anything else says neither. */
export function isSwitch(value: unknown, wanted: boolean): boolean {
  return value === wanted || (typeof value === 'string' && value.trim().toLowerCase() === String(wanted))
}
