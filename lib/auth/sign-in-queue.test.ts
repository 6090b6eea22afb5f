import { expect, test } from 'vitest';
import { SignInQueue } from './sign-in-queue';

test('requests take turns by address, so that one address with many does not hold the others up', async () => {
  const queue = new SignInQueue();
  const order: string[] = [];
  const come = (address: string) => queue.turn(address).then((mayGo) => mayGo && order.push(address));
  await Promise.all([...Array(5).fill('attacker').map(come), come('admin'), come('editor')]);
  expect(order).toHaveLength(7);
  expect(order.indexOf('admin')).toBeLessThanOrEqual(2);
  expect(order.indexOf('editor')).toBeLessThanOrEqual(3);
});

test('whoever comes when too many wait is turned away, and a later one is not', async () => {
  const queue = new SignInQueue();
  const answers = await Promise.all(Array.from({ length: 60 }, () => queue.turn('10.0.0.1')));
  expect(answers.filter((mayGo) => !mayGo).length).toBeGreaterThan(0);
  expect(answers[0]).toBe(true);
  expect(await queue.turn('10.0.0.1')).toBe(true);
});
