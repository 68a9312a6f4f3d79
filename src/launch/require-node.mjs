// Plain JavaScript, because a Node that is too old can't read the rest. Run before the service: says what to do, in one sentence.
const NEEDED = 24;

const found = process.versions.node;
if (Number(found.split('.', 1)[0]) < NEEDED) {
  // As process-language.ts decides, which can't be imported here.
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const isEnglish = /^en/i.test(LC_ALL || LC_MESSAGES || LANG || '');
  console.error(
    isEnglish
      ? `Vigia needs Node ${NEEDED} or newer, and this is Node ${found}: run it by "npm start" or "npx vigia", ` +
          `which bring their own on Linux, or install Node ${NEEDED} (https://nodejs.org).`
      : `Vigia necesita Node ${NEEDED} o más nuevo, y este es Node ${found}: ejecútelo con "npm start" o "npx vigia", ` +
          `que en Linux traen el suyo, o instale Node ${NEEDED} (https://nodejs.org).`,
  );
  process.exit(1);
}
