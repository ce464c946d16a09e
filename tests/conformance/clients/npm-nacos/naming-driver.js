'use strict';
// Puts the naming client of the npm package nacos behind lines of JSON, so that a test can steer and kill it.
//   node naming-driver.js HOST:PORT [NAMESPACE]
//   in:  {"id": 1, "op": "register", "service": "a", "instance": {"ip": "10.1.1.1", "port": 80}}
//        deregister, list (asks the server), subscribe, status, services, datagrams
//   out: {"id": 1, "result": ...} | {"id": 1, "error": "..."} | {"pushed": "a", "content": "[...hosts...]"} | {"complaint": "..."}

const readline = require('readline');
const { NacosNamingClient } = require('nacos');

const [serverList, namespace] = process.argv.slice(2);
const say = line => process.stdout.write(JSON.stringify(line) + '\n');
const complain = (...words) => say({ complaint: words.map(String).join(' ') });
const logger = { debug() {}, info() {}, log() {}, warn: complain, error: complain };
const client = new NacosNamingClient({ logger, serverList, namespace: namespace || 'public' });
client.on('error', error => complain(error));

// What comes over UDP and not in the answer to a poll.
let datagrams = 0;
client._hostReactor._pushReceiver._server.on('message', () => datagrams++);

const operations = {
  register: c => client.registerInstance(c.service, c.instance),
  deregister: c => client.deregisterInstance(c.service, c.instance),
  list: async c => JSON.stringify(await client.getAllInstances(c.service, undefined, '', false)),
  subscribe: c => {
    client.subscribe(c.service, hosts => say({ pushed: c.service, content: JSON.stringify(hosts) }));
    return 'ok';
  },
  status: () => client.getServerStatus(),
  services: async () => JSON.stringify(await client._serverProxy.getServiceList(1, 1000, 'DEFAULT_GROUP')),
  datagrams: () => String(datagrams),
};

client.ready().then(() => readline.createInterface({ input: process.stdin })
  .on('line', async line => {
    const call = JSON.parse(line);
    try {
      say({ id: call.id, result: await operations[call.op](call) });
    } catch (error) {
      say({ id: call.id, error: `${error.name}: ${error.message}` });
    }
  })
  .on('close', () => process.exit(0)));
