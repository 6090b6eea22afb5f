// Imported first by every command of package.json: ends with a sentence instead of a syntax error on an old Node.
import { say } from './say.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    say(
      `Sluice needs Node.js 20.19 or newer; this is ${process.version}. Install a newer one from https://nodejs.org or with your version manager (for example \`nvm install 22\`).`,
      `Sluice에는 Node.js 20.19 이상이 필요합니다. 현재 버전은 ${process.version}입니다. https://nodejs.org 또는 버전 관리자(예: \`nvm install 22\`)로 새 버전을 설치해 주세요.`,
    ),
  );
  process.exit(1);
}
