// Sends events {"n": number} with @fluent-org/logger, and prints how many of them the client says
// were sent (with acks: were acknowledged) and how many failed.
// Argument: JSON with port, tag, first, count, options (of FluentClient), eventTime, every (ms
// between groups of events; 0: as fast as it can).
const {FluentClient, EventTime} = require("@fluent-org/logger");

const run = JSON.parse(process.argv[2]);
const GROUP = 100;

async function main() {
  const client = new FluentClient(null, run.options);
  let sent = 0;
  const failures = [];
  const pending = [];
  for (let i = 0; i < run.count; i++) {
    const time = run.eventTime ? new EventTime(1700000000, 123456789) : 1700000000;
    pending.push(client.emit(run.tag, {n: run.first + i}, time)
        .then(() => sent++, error => failures.push(String(error))));
    if (i % GROUP === GROUP - 1) {
      await new Promise(resolve => setTimeout(resolve, run.every));
    }
  }
  await Promise.all(pending);
  await client.shutdown();
  console.log(JSON.stringify({sent, failed: failures.length, first: failures[0]}));
}

main().then(() => process.exit(0), error => {
  console.error(error);
  process.exit(1);
});
