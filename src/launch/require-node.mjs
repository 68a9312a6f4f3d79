// Plain JavaScript, because a Node that is too old can't read the rest. Run before the service: says what to do, in one sentence.
const NEEDED = 24;

const found = Number(process.versions.node.split('.', 1)[0]);
if (found < NEEDED) {
  console.error(
    `Vigia needs Node ${NEEDED} or newer, and this is Node ${process.versions.node}: run it by "npm start" or "npx vigia", ` +
      `which bring their own on Linux, or install Node ${NEEDED} (https://nodejs.org).`,
  );
  process.exit(1);
}
