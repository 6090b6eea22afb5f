/**
 * Runs a command's work; a failure that explains itself is shown without its stack, and the process ends with 1.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 */
export async function orExplain(work) {
  try {
    return await work();
  } catch (error) {
    console.error(error?.name === 'SetupError' ? `\n${error.message}` : error);
    process.exit(1);
  }
}
