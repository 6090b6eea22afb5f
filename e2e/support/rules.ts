/** Rules under which 127.0.0.21 lands on an app at `port`; nothing has to listen there for a redirect to be looked at. */
export const oneApp = (port: number, more = '') => `
apps:
  - { slug: sales, name: Sales dashboard, port: ${port} }
ranges:
  - { range: 127.0.0.21, label: Desk, apps: [sales] }
${more}`;
