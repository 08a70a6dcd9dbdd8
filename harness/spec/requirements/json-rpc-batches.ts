import { only, requirement } from '../requirement.js';
import type { Requirement } from '../requirement.js';

/** JSON-RPC batches, which 2025-03-26 alone has. */
export const JSON_RPC_BATCH_REQUIREMENTS: readonly Requirement[] = [
  requirement(
    'jsonrpc.batch.empty-or-unparseable',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: meet [] or a cut-off array by sending a lone error, outside any array.',
    only('2025-03-26', 'MUST', 'jsonrpc-2.0#batch (via basic/index#batching)'),
  ),
  requirement(
    'jsonrpc.batch.invalid-members',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: give every invalid element of a batch a -32600 and still serve the valid ones.',
    only('2025-03-26', 'MUST', 'jsonrpc-2.0#batch (via basic/index#batching)'),
  ),
  requirement(
    'jsonrpc.batch.no-empty-reply',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: stay quiet after a batch that holds only notifications; [] is no reply.',
    only('2025-03-26', 'MUST NOT', 'jsonrpc-2.0#batch (via basic/index#batching)'),
  ),
  requirement(
    'jsonrpc.batch.no-initialize',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: post initialize by itself, outside any array.',
    only('2025-03-26', 'MUST NOT', 'basic/lifecycle#initialization'),
  ),
  requirement(
    'jsonrpc.batch.order-free',
    { role: 'client', transport: 'any', testability: 'direct' },
    'Client: tell the replies to a batch apart by id, in whichever sequence they come.',
    only('2025-03-26', 'SHOULD', 'jsonrpc-2.0#batch (via basic/index#batching)'),
  ),
  requirement(
    'jsonrpc.batch.receive',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Both sides: execute the members of an incoming JSON array as if they had come singly.',
    only('2025-03-26', 'MUST', 'basic/index#batching'),
  ),
  requirement(
    'jsonrpc.batch.response-set',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Receiver: produce as many responses as the array holds requests, however they are delivered.',
    only(
      '2025-03-26',
      'SHOULD',
      'jsonrpc-2.0#batch (via basic/index#batching); basic/transports#sending-messages-to-the-server item 6',
    ),
  ),
  requirement(
    'jsonrpc.batch.send',
    { role: 'both', transport: 'any', testability: 'direct' },
    'Sender: combine messages into a JSON array at will; the peer has to unpack it.',
    only('2025-03-26', 'MAY', 'basic/index#batching; basic/transports#sending-messages-to-the-server item 6'),
  ),
];
