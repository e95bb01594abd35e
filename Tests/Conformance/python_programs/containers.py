x = [3, 1, 2]
x.append(4); x.extend([5, 6]); x.insert(0, 0); x.remove(3)
print(x, x.pop(), x.pop(0), x, x.index(2), x.count(1), len(x))
x.sort(); print(x); x.reverse(); print(x); x.sort(reverse=True); print(x)
y = x.copy(); y.clear(); print(x, y)
# ---
x = list(range(10))
print(x[2:5], x[:3], x[7:], x[::3], x[::-1], x[-3:-1], x[8:2:-2], x[100:], x[-100:2], x[5:5])
# ---
x = list(range(6))
x[1:3] = ['a', 'b', 'c']; print(x)
x[::2] = [0, 0, 0, 0]; print(x)
del x[0]; del x[-2:]; print(x)
x[:0] = [9]; x[len(x):] = [8]; print(x)
x += [7]; x *= 2; print(x)
# ---
x = [1, 2]; y = x; y.append(3); print(x, x is y, x == [1, 2, 3], x is [1, 2, 3])
z = x[:]; z.append(4); print(x, z)
# ---
print([1, 2] + [3], [0] * 3, 3 * [1], 2 in [1, 2], 5 not in [1], [[1, 2], [3]], [1, 'a', None, True, 2.5])
# ---
d = {'a': 1, 'b': 2}
d['c'] = 3; d['a'] = 10; del d['b']
print(d, len(d), 'a' in d, 'z' in d, d.get('z'), d.get('z', 0), d['a'], list(d), list(d.keys()), list(d.values()), list(d.items()))
# ---
d = {}
d.setdefault('a', []).append(1); d.setdefault('a', []).append(2)
d.update({'b': 2}); d.update(c=3, a=0)
print(d, d.pop('b'), d.pop('zz', None), d.popitem(), d)
# ---
d = dict(a=1, b=2); e = dict([('x', 1), ('y', 2)]); f = {**d, 'b': 5, **e}; g = dict(zip('ab', [1, 2])); h = dict(d, c=9)
print(d, e, f, g, h, d == {'b': 2, 'a': 1})
# ---
for k in {'x': 1, 'y': 2}: print(k, end=' ')
for k, v in {'x': 1, 'y': 2}.items(): print(k, v, end=' ')
for v in {'x': 1}.values(): print(v)
# ---
d = {1: 'a', (1, 2): 'b', 2.5: 'c', None: 'd', True: 'e'}
print(d, d[1.0], d[(1, 2)])
# ---
t = (1, 2, 3)
print(t[0], t[-1], t[1:], t + (4,), t * 2, 2 in t, len(t), t.index(2), t.count(3), (1,), (), tuple([1, 2]), t == (1, 2, 3))
# ---
a, b = 1, 2; a, b = b, a; print(a, b)
a, *b = [1, 2, 3]; print(a, b)
*a, b = 'xyz'; print(a, b)
a, *b, c = range(5); print(a, b, c)
(a, b), c = (1, 2), 3; print(a, b, c)
[a, [b, *c]] = [1, [2, 3, 4]]; print(a, b, c)
a = b = c = 5; print(a, b, c)
a, = [7]; print(a)
# ---
x = [0, 0]
i = 0
i, x[i] = 1, 9
print(i, x)
# ---
print([n * n for n in range(5)], [n for n in range(10) if n % 2 if n > 3], [(i, j) for i in range(3) for j in range(i)], [[j for j in range(i)] for i in range(3)], [a + b for a, b in [(1, 2), (3, 4)]])
# ---
print({k: v for k, v in zip('abc', range(3))}, {n: n * n for n in range(5) if n % 2}, {str(n): [n] * n for n in range(3)})
# ---
n = 'outer'
y = [n for n in range(3)]
print(n, y)
# ---
print(sum(n * n for n in range(4)), max(len(w) for w in ['a', 'bbb']), list(n for n in range(3)), any(n > 2 for n in [1, 3]), all(n > 2 for n in [1, 3]), all([]), any([]), tuple(n for n in 'ab'))
# ---
print(sorted([3, 1, 2]), sorted(['b', 'A', 'c'], key=str.lower), sorted([1, 2, 3], reverse=True), sorted({'b': 1, 'a': 2}), sorted([(2, 'a'), (1, 'b')]), sorted(['aa', 'b', 'cc', 'd'], key=len))
# ---
print(list(zip([1, 2, 3], 'ab')), list(enumerate('ab')), list(enumerate('ab', start=5)), list(map(str, [1, 2])), list(filter(None, [0, 1, '', 'a'])), list(reversed([1, 2])), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(zip()))
# ---
print(list(range(5)), list(range(2, 5)), list(range(0, 10, 3)), list(range(5, 0, -2)), range(5)[2], range(10)[2:5], 3 in range(5), range(5)[-1], list(range(0)), range(3) == range(0, 3), len(range(10, 0, -3)), sum(range(101)))
# ---
m = [[1, 2, 3], [4, 5, 6]]
print([list(r) for r in zip(*m)], m[1][2], [row[0] for row in m], sum(m, []))
m[0][1] = 'x'; print(m)
# ---
names = ['mixed3', 'mixed5']
print(', '.join(f'{i}: {n}' for i, n in enumerate(names)), {n: len(n) for n in names}, [*names, 'mixed7'], (*names, 1), [*range(3), *'ab'])
# ---
d = {'a': {'b': [1, 2, {'c': 3}]}}
print(d['a']['b'][2]['c']); d['a']['b'][0] = 'z'; print(d)
# ---
x = [1, 2, 3]
for v in x[:]: x.remove(v) if v == 2 else None
print(x)
x = [3, 1]; print(x.sort(), x, [].sort())
# ---
print([1, [2, 3]] == [1, [2, 3]], {'a': [1]} == {'a': [1]}, [1, 2] < [1, 2, 3], [2] > [1, 9], (1, 'a') < (1, 'b'), [] < [0])
# ---
x = [1]; x.append(x[:]); print(x)
print(list('ab') + list((1, 2)) + list({'k': 1}), [None] * 2, not [], bool([0]))
# ---
print(isinstance(1, int), isinstance('a', str), isinstance([], list), isinstance({}, dict), isinstance(1.5, (int, float)), isinstance((), tuple), type(1) == int, type('a') is str)
# ---
x = [5, 2, 9]
print(min(x), max(x), sum(x) / len(x), sorted(x)[len(x) // 2], x.index(max(x)), list(map(float, x)))
# ---
print({'b': 1, 'a': 2}, list({'z': 0, **{'y': 1}}), [k for k in {'q': 1, 'p': 2}], max({'a': 1, 'b': 2}, key=lambda k: k), min({'a': 3, 'b': 2}.items(), key=lambda p: p[1]))
# ---
x = list(range(10))
del x[::3]; print(x)
del x[-1:]; print(x)
del x[:2], x[0]; print(x)
# ---
d = {'a': 1, 'b': 2, 'c': 3}
print(d.popitem(), d, {}.get('x'), d.pop('a'), d)
for key in list(d): del d[key]
print(d, not d)
# ---
print(min([], default=0), max([], default=None), max([3], default=0), min((n for n in [2, 1]), default=5), sum([[1], [2, 3]], []), sum([(1,), (2,)], ()), sum([1.5, 2], 10))
# ---
print(list(map(lambda a, b, c: a * b + c, [1, 2], [3, 4], [5, 6])), list(map(max, [1, 5], [3, 2])), [*map(int, '12')])
# ---
d = {}
for word in 'to be or not to be'.split():
    d[word] = d.get(word, 0) + 1
print(d, [k for k, v in d.items() if v > 1], {v: k for k, v in d.items()}, sorted(d, key=d.get), dict(sorted(d.items())))
# ---
a = [[0] * 3] * 2
a[0][0] = 1
b = [[0] * 3 for _ in range(2)]
b[0][0] = 1
print(a, b)
# ---
x = [1, 2, 3]
x[1], x[2] = x[2], x[1]
x[-1] += 10
print(x, x[::-2], x[-2:], [n for n in x if n > 1][0])
# ---
{}.popitem()
# ---
[1, 2, 3][5:][0]
# ---
[1, 2][5]
# ---
[1][-2]
# ---
{'a': 1}['b']
# ---
[1].remove(2)
# ---
[1].index(2)
# ---
[].pop()
# ---
{}.pop('a')
# ---
{[1]: 2}
# ---
a, b = [1, 2, 3]
# ---
a, b, *c = [1]
# ---
a, b = 5
# ---
[1, 2]['a']
# ---
(1, 2)[0] = 3
# ---
for x in 5: pass
# ---
[1, 'a'].sort()
# ---
sorted([1, 'a'])
# ---
del {'a': 1}['b']
# ---
x = [1, 2, 3, 4]
x[::2] = [1]
# ---
[1, 2, 3][::0]
# ---
range(1, 2, 0)
# ---
dict([1, 2])
# ---
{}.foo
# ---
[1].append()
# ---
sum(['a'])
# ---
zip(1)
