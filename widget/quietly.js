/**
 * Nothing is ever thrown into the page around.
 * @param {() => unknown} act
 */
export function quietly(act) {
  try {
    act();
  } catch (error) {
    console.warn(error);
  }
}
