'use strict';
// Puts the npm package nacos behind lines of JSON, so that a test can steer it while it kills the server.
//   node driver.js HOST:PORT CACHE-FOLDER [NAMESPACE]
//   in:  {"id": 1, "op": "publish", "dataId": "a", "group": "g", "content": "x"}       get, remove, subscribe, unsubscribe
//   out: {"id": 1, "result": ...} | {"id": 1, "error": "..."} | {"pushed": "a@g", "content": "x"} | {"complaint": "..."}

const readline = require('readline');
const { NacosConfigClient } = require('nacos');

const [serverAddr, cacheDir, namespace] = process.argv.slice(2);
const say = line => process.stdout.write(JSON.stringify(line) + '\n');
const client = new NacosConfigClient({ serverAddr, cacheDir, namespace: namespace || '', requestTimeout: 6000 });
client.on('error', error => say({ complaint: `${error.name}: ${error.message}` }));

const operations = {
  publish: c => client.publishSingle(c.dataId, c.group, c.content),
  get: c => client.getConfig(c.dataId, c.group),
  remove: c => client.remove(c.dataId, c.group),
  subscribe: c => {
    client.subscribe({ dataId: c.dataId, group: c.group }, content => say({ pushed: `${c.dataId}@${c.group}`, content }));
    return true;
  },
  unsubscribe: c => {
    client.unSubscribe({ dataId: c.dataId, group: c.group });
    return true;
  },
};

readline.createInterface({ input: process.stdin })
  .on('line', async line => {
    const call = JSON.parse(line);
    try {
      say({ id: call.id, result: await operations[call.op](call) });
    } catch (error) {
      say({ id: call.id, error: `${error.name}: ${error.message} ${error.body || ''}` });
    }
  })
  .on('close', () => process.exit(0));
say({ id: 0, result: 'started' });
