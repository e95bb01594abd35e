s = 'Deep Dream'
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold())
# ---
print('a,b,,c'.split(','), 'a b  c'.split(), 'a-b-c'.split('-', 1), 'a-b-c'.rsplit('-', 1), ''.split(), ''.split(','), 'a\nb\r\nc'.splitlines(), 'x'.split('xyz'))
# ---
print('  x '.strip() + '|', 'xxaxx'.strip('x'), 'abc'.lstrip('ab'), 'abc'.rstrip('bc'), '\tx\n'.strip())
# ---
print('banana'.replace('a', 'o'), 'banana'.replace('a', 'o', 2), 'banana'.count('an'), 'banana'.find('n'), 'banana'.rfind('n'), 'banana'.index('n'), 'banana'.find('z'), 'banana'.find('a', 2))
# ---
print('sky.png'.endswith('.png'), 'sky.png'.endswith(('.jpg', '.png')), 'sky'.startswith('s'), 'sky'.startswith(('a', 'b')), 'sky.png'.startswith('png', 4))
# ---
print('k=v=w'.partition('='), 'k=v=w'.rpartition('='), 'k'.partition('='), 'k'.rpartition('='))
# ---
print('a'.center(5, '*'), 'a'.ljust(3) + '|', 'a'.rjust(3), '42'.zfill(5), '-42'.zfill(5), '+1'.zfill(4), 'ab'.center(5), 'abc'.center(6, '.'))
# ---
print('abc'.isalpha(), '123'.isdigit(), '1a'.isalnum(), ''.isalpha(), ' '.isspace(), 'Ab'.isupper(), 'ab'.islower(), '1.5'.isdigit(), 'Ab Cd'.istitle(), '12'.isnumeric(), '12'.isdecimal())
# ---
print('-'.join(['a', 'b']), ''.join(c for c in 'abc' if c != 'b'), ', '.join(str(n) for n in range(3)), '-'.join('xyz'))
# ---
print('dream'[0], 'dream'[-1], 'dream'[1:3], 'dream'[::-1], 'dream'[::2], 'dream'[-3:], 'dream'[10:], 'dream'[3:1], 'dream'[-100:2], 'dream'[4:0:-2])
# ---
print('a' * 3, 3 * 'ab', 'a' 'b', 'x' in 'xyz', 'xy' not in 'xyz', 'a' + 'b', 'a' * 0, 'a' * -1)
# ---
print(repr('a'), repr("it's"), repr('say "hi"'), repr('both \' and "'), repr('tab\t'), repr('line\n'), repr('back\\slash'), repr('é'), repr('\x00'), repr('\x7f'), ['a\n'])
# ---
print('tab\tend', 'quote\'s', "say \"x\"", 'caf\u00e9', '\x41', '\101', 'a\
b', r'\n', 'back\\slash')
# ---
print("""two
lines""", '''a'b''', """x""")
# ---
for i, c in enumerate('abc', 1):
    print(i, c, end=' ')
print()
print(*'abc', sep='-')
print(1, 2, sep='', end='!\n')
print()
print('a', None, True, [None, 'x'], (1,), {'k': 'v'}, sep=' | ')
# ---
print(sorted('dream'), list('abc'), tuple('ab'), list(reversed('abc')), max('dream'), min('dream'), len('dream'))
# ---
print('%d %s %r %5.2f|%-6s|%06d %x %X %o %e %g %%' % (3, 'a', 'b', 3.14159, 'ab', 42, 255, 255, 8, 12345.678, 0.00001))
# ---
print('%s' % 5, '%s and %s' % ('a', 'b'), '%(name)s is %(n)d' % {'name': 'x', 'n': 3}, '%+d % d' % (5, 5), '%c' % 'x', '%5s|%-5s|' % ('a', 'b'))
# ---
print('{} {}'.format(1, 'a'), '{1} {0}'.format('a', 'b'), '{n} {n:>5}'.format(n=3), '{:.2f} {:5d}|{:<5}|{:^5}|'.format(1.234, 42, 'l', 'c'), '{0!r} {0!s}'.format('x'), '{{}}'.format())
# ---
print('{0[1]} {d[k]}'.format([1, 2], d={'k': 'v'}), '{:{w}}|'.format('a', w=4), '{:{}}|'.format('a', 4))
# ---
print('Hello'.removeprefix('He'), 'Hello'.removesuffix('lo'), 'Hello'.removeprefix('x'))
# ---
print('a\tb'.expandtabs(4), 'AbC'.swapcase())
# ---
print('ß'.upper(), 'İ'.lower() == 'i̇', 'ÀÉ'.lower(), 'čćžšđ'.upper(), 'Београд'.lower(), 'ж' in 'жаба')
# ---
print('a' < 'b', 'abc' < 'abd', 'Z' < 'a', '10' < '9', '' < 'a', 'é' > 'z')
# ---
print(str(None), str(True), str([1, 'a']), str((1,)), str({'a': 1}), str(range(3)), str('x'), repr(range(1, 9, 2)))
# ---
print(bool('False'), 'a' and 'b', '' or 'b', 'x'.strip().upper().lower())
# ---
print(' a b '.split(' '), ' a  b '.split(None, 1), ' a  b '.rsplit(None, 1), 'a,b,c'.rsplit(',', 1), 'aXXbXXc'.split('XX'), 'abc'.split('b', 0))
# ---
print('dream'.find('e', 3), 'dream'.find('m', -2), 'dream'.find('', 2), 'abcabc'.rfind('b', 0, 4), 'abcabc'.index('c', 3), 'abcabc'.rindex('a'), 'aaa'.count('a', 1), 'aaaa'.count('aa'))
# ---
print('hello world'.title(), "it's".title(), 'HELLO'.capitalize(), 'x1y'.title(), 'ab\ncd'.splitlines(), '\n'.splitlines(), ''.splitlines())
# ---
print(sorted(['b', 'A', 'c'], key=str.lower), list(map(str.strip, [' a ', 'b '])), list(map(str.upper, 'ab')), max(['bb', 'a'], key=len))
# ---
print('²'.isdigit(), '²'.isdecimal(), '½'.isnumeric(), '½'.isdigit(), '٣'.isdigit(), 'é'.isalpha(), '_'.isalnum())
# ---
'abc'.rindex('z')
# ---
'abc'.replace('a')
# ---
str.lower(5)
# ---
'%(a)s' % {'b': 1}
# ---
'%(a)s' % 3
# ---
'abc'[5]
# ---
'abc'.index('z')
# ---
'abc'.foo()
# ---
'a' * 'b'
# ---
'{} {}'.format(1)
# ---
'%d' % 'a'
# ---
'%s %s' % ('a',)
# ---
'%s' % ('a', 'b')
# ---
','.join([1, 2])
# ---
'abc'['a']
# ---
'abc'.split('')
# ---
s = 'abc'
s[0] = 'x'
