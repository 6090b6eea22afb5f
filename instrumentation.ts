// Runs once when the portal starts: a wrong environment stops it here, and the rules are read before the first visitor.

export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { portal } = await import('./lib/portal');
  portal();
  const { startRetention } = await import('./lib/audit/retention');
  startRetention();
}
