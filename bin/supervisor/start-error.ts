/** Why Sluice can't start, in words for the operator: shown without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}
