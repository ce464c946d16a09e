'use strict';
// Drives a server through the npm package consul, as applications use it: node checks.js HOST PORT AREA
// One line a check: "ok NAME" or "FAIL NAME: why". The exit status is 1 when one failed.

const assert = require('assert').strict;
const Consul = require('consul');

const [host, port, area] = process.argv.slice(2);
const consul = new Consul({ host, port });
const own = `npm-${process.pid}`;

async function until(what, condition, seconds = 15) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}`);
    await new Promise(done => setTimeout(done, 50));
  }
}

// The package gives undefined for an answer that is false.
const statusOf = promise => promise.then(() => 200, error => error.statusCode);

const areas = {
  kv: {
    'set, get, delete': async () => {
      assert.equal(await consul.kv.get(`${own}/a`), undefined);
      assert.equal(await consul.kv.set(`${own}/a`, 'Grüße 配置 + 100 %'), true);
      const pair = await consul.kv.get(`${own}/a`);
      assert.equal(pair.Value, 'Grüße 配置 + 100 %');
      assert.equal(pair.CreateIndex, pair.ModifyIndex);
      await consul.kv.del(`${own}/a`);
      assert.equal(await consul.kv.get(`${own}/a`), undefined);
    },
    'an empty value is null': async () => {
      await consul.kv.set(`${own}/empty`, '');
      assert.equal((await consul.kv.get(`${own}/empty`)).Value, null);
    },
    'raw is bytes': async () => {
      const bytes = Buffer.from([0, 1, 128, 255]);
      await consul.kv.set(`${own}/raw`, bytes);
      assert.deepEqual(await consul.kv.get({ key: `${own}/raw`, raw: true }), bytes);
    },
    'keys and recurse': async () => {
      for (const name of ['b/1', 'b/2', 'b/c/3', 'bb']) await consul.kv.set(`${own}/${name}`, name);
      assert.deepEqual(await consul.kv.keys(`${own}/b/`), ['b/1', 'b/2', 'b/c/3'].map(name => `${own}/${name}`));
      assert.deepEqual(await consul.kv.keys({ key: `${own}/b/`, separator: '/' }), ['b/1', 'b/2', 'b/c/'].map(name => `${own}/${name}`));
      assert.deepEqual((await consul.kv.get({ key: `${own}/b`, recurse: true })).map(pair => pair.Value), ['b/1', 'b/2', 'b/c/3', 'bb']);
      await consul.kv.del({ key: `${own}/b/`, recurse: true });
      assert.deepEqual((await consul.kv.get({ key: `${own}/b`, recurse: true })).map(pair => pair.Value), ['bb']);
    },
    'check-and-set': async () => {
      assert.equal(await consul.kv.set({ key: `${own}/cas`, value: '1', cas: 0 }), true);
      assert.ok(!await consul.kv.set({ key: `${own}/cas`, value: '2', cas: 0 }));
      const { ModifyIndex } = await consul.kv.get(`${own}/cas`);
      assert.equal(await consul.kv.set({ key: `${own}/cas`, value: '2', cas: ModifyIndex, flags: 7 }), true);
      assert.ok(!await consul.kv.set({ key: `${own}/cas`, value: '3', cas: ModifyIndex }));
      assert.equal((await consul.kv.get(`${own}/cas`)).Flags, 7);
    },
    'a value that is too large is 413': async () => {
      assert.equal(await statusOf(consul.kv.set(`${own}/large`, 'x'.repeat(524289))), 413);
      assert.equal(await consul.kv.get(`${own}/large`), undefined);
    },
  },

  watch: {
    'a key, from before it is there': async () => {
      const watch = consul.watch({ method: consul.kv.get, options: { key: `${own}/w`, wait: '10s' }, backoffFactor: 10 });
      const seen = [];
      watch.on('change', data => seen.push(data ? data.Value : null));
      watch.on('error', error => seen.push(error));
      try {
        await until('the first answer', () => seen.length === 1);
        for (let i = 1; i <= 5; i++) {
          await consul.kv.set(`${own}/w`, `${i}`);
          await until(`value ${i}`, () => seen.length === i + 1);
        }
        await consul.kv.del(`${own}/w`);
        await until('the removal', () => seen.length === 7);
        assert.deepEqual(seen, [null, '1', '2', '3', '4', '5', null]);
      } finally {
        watch.end();
      }
    },
    'a prefix is not woken by its neighbour': async () => {
      await consul.kv.set(`${own}/p/1`, '1'); // for keys that are not there the package makes an error of its own
      const watch = consul.watch({ method: consul.kv.keys, options: { key: `${own}/p/`, wait: '10s' }, backoffFactor: 10 });
      let changes = 0;
      watch.on('change', () => changes++);
      try {
        await until('the first answer', () => changes > 0);
        const before = changes;
        for (let i = 0; i < 20; i++) await consul.kv.set(`${own}/q/${i}`, '1');
        await consul.kv.set(`${own}/p/2`, '1');
        await until('the change', () => changes > before);
        assert.ok(changes <= before + 2, `woken ${changes - before} times`);
      } finally {
        watch.end();
      }
    },
  },

  discovery: {
    'instances of a service': async () => {
      const watch = consul.watch({ method: consul.health.service, options: { service: own, passing: true, wait: '10s' }, backoffFactor: 10 });
      let last;
      watch.on('change', data => { last = data.map(one => one.Service.ID); });
      try {
        await consul.agent.service.register({ name: own, id: `${own}-1`, port: 1 });
        await until('the instance', () => last && last.join() === `${own}-1`);
        await consul.agent.service.register({ name: own, id: `${own}-2`, port: 2, check: { ttl: '60s', status: 'passing' } });
        await until('both', () => last.length === 2);
        await consul.agent.check.fail({ id: `service:${own}-2` });
        await until('the one that is healthy', () => last.join() === `${own}-1`);
        await consul.agent.service.deregister(`${own}-1`);
        await until('nothing', () => last.length === 0);
      } finally {
        watch.end();
        await consul.agent.service.deregister(`${own}-2`);
      }
    },
  },

  txn: {
    transaction: async () => {
      const value = Buffer.from('t').toString('base64');
      const { Results } = await consul.transaction.create([
        { KV: { Verb: 'set', Key: `${own}/t/1`, Value: value } },
        { KV: { Verb: 'get', Key: `${own}/t/1` } },
      ]);
      assert.equal(Results[1].KV.Value, value);
      assert.equal(await statusOf(consul.transaction.create([{ KV: { Verb: 'set', Key: `${own}/t/2`, Value: value } }, { KV: { Verb: 'check-index', Key: `${own}/t/1`, Index: 1 } }])), 409);
      assert.equal(await consul.kv.get(`${own}/t/2`), undefined);
    },
  },

  session: {
    'create, get, renew, node, list, destroy': async () => {
      const { ID } = await consul.session.create({ name: own, ttl: '30s', behavior: 'release', lockdelay: '1s' });
      const session = await consul.session.get(ID);
      assert.deepEqual([session.Name, session.TTL, session.Behavior, session.LockDelay], [own, '30s', 'release', 1e9]);
      assert.ok([].concat(await consul.session.renew(ID)).some(one => one.ID === ID));
      assert.ok((await consul.session.list()).some(one => one.ID === ID));
      assert.ok((await consul.session.node(session.Node)).some(one => one.ID === ID));
      await consul.session.destroy(ID);
      assert.ok(!(await consul.session.list()).some(one => one.ID === ID));
      assert.equal(await statusOf(consul.session.renew(ID)), 404);
    },
    'bad ones are refused': async () => {
      assert.equal(await statusOf(consul.session.create({ ttl: '1s' })), 500);
      assert.equal(await statusOf(consul.session.create({ ttl: '1x' })), 500);
      assert.equal(await statusOf(consul.session.create({ checks: ['no such check'] })), 500);
    },
  },

  lock: {
    'one holder at a time': async () => {
      const one = (await consul.session.create({ ttl: '30s', lockdelay: '1s' })).ID;
      const two = (await consul.session.create({ ttl: '30s', lockdelay: '1s' })).ID;
      const key = `${own}/lock`;
      assert.equal(await consul.kv.set({ key, value: 'one', acquire: one }), true);
      assert.ok(!await consul.kv.set({ key, value: 'two', acquire: two }));
      const held = await consul.kv.get(key);
      assert.deepEqual([held.Session, held.LockIndex, held.Value], [one, 1, 'one']);
      assert.ok(!await consul.kv.set({ key, value: '', release: two }));
      assert.equal(await consul.kv.set({ key, value: '', release: one }), true);
      assert.equal(await consul.kv.set({ key, value: 'two', acquire: two }), true);
      assert.equal((await consul.kv.get(key)).LockIndex, 2);
      await consul.session.destroy(two);
      assert.equal((await consul.kv.get(key)).Session, undefined);
      assert.ok(!await consul.kv.set({ key, value: 'one', acquire: one })); // the lock delay
      await until('the end of the lock delay', () => consul.kv.set({ key, value: 'one', acquire: one }));
      await consul.session.destroy(one);
    },
    'eight that want it, each alone': async () => {
      const key = `${own}/contended`;
      let inside = 0;
      let turns = 0;
      await Promise.all([...Array(8).keys()].map(async () => {
        const { ID } = await consul.session.create({ ttl: '30s', lockdelay: '0s' });
        for (let turn = 0; turn < 5; turn++) {
          await until('the lock', () => consul.kv.set({ key, value: ID, acquire: ID }), 60);
          assert.equal(++inside, 1);
          turns++;
          await new Promise(done => setImmediate(done));
          inside--;
          assert.equal(await consul.kv.set({ key, value: '', release: ID }), true);
        }
        await consul.session.destroy(ID);
      }));
      assert.equal(turns, 40);
      assert.equal((await consul.kv.get(key)).LockIndex, 40);
    },
  },

  catalog: {
    'register and deregister a node with a service': async () => {
      await consul.catalog.register({ node: own, address: '10.0.0.1', service: { id: `${own}-s`, service: `${own}-s`, tags: ['a', 'b'], port: 80 }, check: { node: own, name: 'up', status: 'passing' } });
      assert.ok((await consul.catalog.node.list()).some(node => node.Node === own && node.Address === '10.0.0.1'));
      assert.deepEqual((await consul.catalog.service.list())[`${own}-s`].sort(), ['a', 'b']);
      const [instance] = await consul.catalog.service.nodes(`${own}-s`);
      assert.deepEqual([instance.Node, instance.ServicePort], [own, 80]);
      assert.equal((await consul.catalog.node.services(own)).Services[`${own}-s`].Port, 80);
      await consul.catalog.deregister({ node: own });
      assert.ok(!(await consul.catalog.node.list()).some(node => node.Node === own));
      assert.deepEqual(await consul.catalog.service.nodes(`${own}-s`), []);
    },
    datacenters: async () => assert.deepEqual(await consul.catalog.datacenters(), ['dc1']),
  },

  health: {
    'node, checks, service, state': async () => {
      await consul.catalog.register({ node: own, address: '10.0.0.1', service: { service: own, port: 80 }, checks: [
        { node: own, name: 'node up', status: 'passing' }, { node: own, name: 'service up', serviceId: own, status: 'warning' }] });
      try {
        assert.deepEqual((await consul.health.node(own)).map(check => check.Status).sort(), ['passing', 'warning']);
        assert.deepEqual((await consul.health.checks(own)).map(check => check.Name), ['service up']);
        const [instance] = await consul.health.service(own);
        assert.deepEqual([instance.Node.Node, instance.Service.Port, instance.Checks.length], [own, 80, 2]);
        assert.deepEqual(await consul.health.service({ service: own, passing: true }), []);
        assert.ok((await consul.health.state('warning')).some(check => check.Node === own));
      } finally {
        await consul.catalog.deregister({ node: own });
      }
    },
  },

  agent: {
    'register, list, maintenance, deregister': async () => {
      await consul.agent.service.register({ name: own, id: `${own}-1`, tags: ['x'], port: 8080, check: { ttl: '30s', status: 'passing' } });
      const service = (await consul.agent.services())[`${own}-1`];
      assert.deepEqual([service.Service, service.Port, service.Tags], [own, 8080, ['x']]);
      const check = `service:${own}-1`;
      for (const [report, status] of [['warn', 'warning'], ['fail', 'critical'], ['pass', 'passing']]) {
        await consul.agent.check[report]({ id: check, note: `said ${report}` });
        const now = (await consul.agent.checks())[check];
        assert.deepEqual([now.Status, now.Output], [status, `said ${report}`]);
      }
      await consul.agent.service.maintenance({ id: `${own}-1`, enable: true, reason: 'tests' });
      assert.equal((await consul.agent.checks())[`_service_maintenance:${own}-1`].Status, 'critical');
      await consul.agent.service.maintenance({ id: `${own}-1`, enable: false });
      await consul.agent.service.deregister(`${own}-1`);
      assert.equal((await consul.agent.services())[`${own}-1`], undefined);
    },
    'a check of its own': async () => {
      await consul.agent.check.register({ name: own, ttl: '30s', notes: 'n' });
      assert.equal((await consul.agent.checks())[own].Status, 'critical');
      await consul.agent.check.pass(own);
      assert.equal((await consul.agent.checks())[own].Status, 'passing');
      await consul.agent.check.deregister(own);
      assert.equal((await consul.agent.checks())[own], undefined);
    },
    'self and members': async () => {
      const self = await consul.agent.self();
      assert.equal(self.Config.Datacenter, 'dc1');
      assert.ok((await consul.agent.members()).some(member => member.Name === self.Config.NodeName && member.Status === 1));
    },
    'bad ones are refused': async () => {
      assert.equal(await statusOf(consul.agent.service.register({ name: own, check: { ttl: '1x' } })), 400);
      assert.equal(await statusOf(consul.agent.service.deregister('no-such-service')), 404);
    },
  },

  event: {
    'fire and list': async () => {
      const { ID } = await consul.event.fire(own, 'payload');
      const fired = await until('the event', async () => (await consul.event.list(own)).find(event => event.ID === ID));
      assert.equal(fired.Payload, 'payload');
    },
  },

  status: {
    'leader and peers': async () => {
      const leader = await consul.status.leader();
      assert.match(leader, /^[\d.]+:\d+$/);
      assert.ok((await consul.status.peers()).includes(leader));
    },
  },
};

(async () => {
  let failed = 0;
  for (const [name, check] of Object.entries(areas[area])) {
    try {
      await check();
      console.log(`ok ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}: ${error.stack}${error.response ? ` ${error.response.statusCode} ${error.response.body}` : ''}`);
    }
  }
  process.exit(failed ? 1 : 0);
})();
