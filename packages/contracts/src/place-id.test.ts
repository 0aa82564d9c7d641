import { placeId, positionOfId } from './place-id.ts';

describe('the id of a record at a place', () => {
  it('says where the record stands, whatever the customer is called', () => {
    const position = { generation: 1, offset: 23, index: 4 };
    expect(positionOfId(placeId('acme|C@1.2.3', position))).toEqual(position);
  });

  it.each(['acme|C-1', 'acme|C-1@1.2', 'acme|C-1@1.2.3 '])('is not taken from %s', (id) => {
    expect(() => positionOfId(id)).toThrow(
      expect.objectContaining({ code: 'bad_header', header: 'ce_id', retriable: false }),
    );
  });
});
