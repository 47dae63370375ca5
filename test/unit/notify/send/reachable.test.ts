import { describe, expect, it } from 'vitest'
import { AllowedPlaces, isPublic } from '../../../../server/notify/send/reachable.ts'

describe('an address is private', () => {
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '168.63.129.16',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'no address',
  ])('%s', (address) => expect(isPublic(address)).toBe(false))
})

describe('an address is public', () => {
  it.each([
    '93.184.215.14',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '::ffff:93.184.215.14',
    '64:ff9b::5db8:d70e',
  ])('%s', (address) => expect(isPublic(address)).toBe(true))
})

describe('the operator allows', () => {
  const places = new AllowedPlaces(['10.2.0.0/16', '192.168.1.7', 'fd12::/16', 'Hooks.Internal'])

  it.each([
    ['x.example', '10.2.3.4', true, true],
    ['x.example', '10.2.3.4', false, true],
    ['x.example', '10.3.0.1', true, false],
    ['x.example', '192.168.1.7', false, true],
    ['x.example', '192.168.1.8', true, false],
    ['x.example', 'fd12::9', true, true],
    ['x.example', 'fd13::9', true, false],
    ['x.example', '::ffff:10.2.0.1', true, true],
    ['hooks.internal', '172.16.0.1', false, true],
    ['HOOKS.internal.', '127.0.0.1', true, true],
    ['a.hooks.internal', '127.0.0.1', true, false],
    ['x.example', '93.184.215.14', true, true],
    ['x.example', '93.184.215.14', false, false],
  ])('%s at %s, encrypted %s: %s', (host, address, encrypted, expected) => {
    expect(places.permits(host, address, encrypted)).toBe(expected)
  })
})
