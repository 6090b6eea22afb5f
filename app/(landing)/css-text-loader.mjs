// `import css from './x.css?inline'`: Tailwind's output as a string, for the pages that the middleware writes itself.
// See turbopack.rules in next.config.js; Vite understands the same suffix.

import tailwind from '@tailwindcss/postcss';
import postcss from 'postcss';

export default async function cssTextLoader(source) {
  const { css, messages } = await postcss([tailwind({ optimize: { minify: true } })]).process(source, {
    from: this.resourcePath,
    map: false,
  });
  for (const message of messages) {
    if (message.type === 'dependency') this.addDependency(message.file);
    if (message.type === 'dir-dependency') this.addContextDependency(message.dir);
  }
  return css;
}
