n = 0
while True:
    n += 1
    if n == 2: continue
    if n > 4: break
    print(n, end=' ')
else:
    print('never')
print(n)
# ---
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        print(n, end=' ')
print()
# ---
for x in []: pass
else: print('else')
while False: pass
else: print('else too')
# ---
x = 5
if x < 3: print('small')
elif x < 6:
    print('middle')
    if x == 5: print('five')
else: print('large')
# ---
for i in range(3): print(i, end=','); print('.', end='')
print(i)
# ---
def f(a, b=2, *rest, c, d=4, **named):
    return a, b, rest, c, d, named
print(f(1, c=3), f(1, 5, 6, 7, c=3, z=9), f(*[1, 2], **{'c': 3, 'y': 0}))
# ---
def fact(n): return 1 if n < 2 else n * fact(n - 1)
def fib(n):
    a, b = 0, 1
    while n: a, b, n = b, a + b, n - 1
    return a
print(fact(10), [fib(n) for n in range(10)], fact(20))
# ---
def outer(x):
    def inner(y):
        return x + y
    return inner
add = outer(10)
print(add(5), outer('a')('b'), (lambda: 7)(), (lambda *a, k=1: (a, k))(1, 2, k=3))
# ---
def counter():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
c = counter(); c(); c()
print(c())
# ---
total = 0
def add(n):
    global total
    total += n
for n in range(4): add(n)
print(total)
# ---
x = 1
def f():
    x = 2
    return x
print(f(), x)
# ---
def f(): pass
def g(): return
def h(): return 1, 2
print(f(), g(), h())
# ---
fs = [lambda: n for n in range(3)]
print([f() for f in fs])
# ---
def f(x=[]):
    x.append(1)
    return x
f(); print(f())
# ---
def apply(f, *args, **kw): return f(*args, **kw)
print(apply(max, 3, 5), apply(sorted, [2, 1], reverse=True), apply(lambda a, b=1: a + b, 1, b=5), list(map(abs, [-1, 2])))
# ---
def f():
    """A docstring."""
    return 1
print(f())
# ---
x = [1, 2, 3]
for i, v in enumerate(x):
    x[i] = v * 10
print(x)
for (a, b), c in [((1, 2), 3)]: print(a, b, c)
for a, *b in [(1, 2, 3)]: print(a, b)
# ---
assert 1 < 2, 'never'
assert [0]
print('fine')
# ---
x: int = 3
y: list = [1]
def f(a: int, b: str = 'x') -> str: return b * a
print(x, y, f(2))
# ---
a = 5; b = a if a > 3 else 0; c = not a or b and 3
print(a, b, c, a == b == 5, a < b or c, (a, b)[a > 3], a and b and c)
# ---
x = 10
del x
print('x' in 'x')
# ---
result = []
for i in range(3):
    for j in range(3):
        if j == 1: continue
        if i == 2: break
        result.append((i, j))
print(result)
# ---
total = (1 +
         2 +
         3)
text = 'a' \
    'b'
print(total, text, [1,
    2,   # a comment

    3], {'a':
    1})
# ---
if True:
    # only a comment
    pass
x = 1  # trailing

# at the end
print(x)
# ---
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
print(even(10), odd(7))
# ---
def f(x):
    if x > 0:
        return 'positive'
    elif x < 0:
        return 'negative'
    return 'zero'
print([f(n) for n in [1, -1, 0]])
# ---
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(6, 'a', 'b', 'c'))
# ---
def collatz(n):
    steps = [n]
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps.append(n)
    return steps
print(collatz(27)[-5:], len(collatz(27)))
# ---
words = 'the cat sat on the mat the end'.split()
counts = {}
for w in words: counts[w] = counts.get(w, 0) + 1
print(counts, sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:2])
# ---
primes = [p for p in range(2, 50) if all(p % d for d in range(2, int(p ** 0.5) + 1))]
print(primes)
# ---
def compose(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(compose(str, len)(12345), compose(lambda x: x + 1, lambda x: x * 2)(3))
# ---
def outer():
    x = 1
    def middle():
        def inner():
            nonlocal x
            x += 10
        inner()
        return x
    return middle(), x
x = 5
print(outer(), x)
# ---
x = 1
def outer():
    x = 2
    def inner():
        global x
        x += 10
        return x
    return inner(), x
print(outer(), x)
# ---
def make(n):
    total = n
    def add(k):
        nonlocal total
        total += k
        return total
    return add
a, b = make(0), make(100)
a(1); b(1); a(1)
print(a(1), b(1))
# ---
def f(n, seen=()):
    return seen if n == 0 else f(n - 1, seen + (n,))
print(f(4), [f(k) for k in range(3)])
# ---
assert [] == [], 'never'
x = y = [1]
x += [2]
y = y + [3]
print(x, y, x is y)
# ---
for a, (b, *c) in [(1, (2, 3, 4)), (5, [6])]: print(a, b, c)
for i, (name, size) in enumerate({'x': 1, 'y': 2}.items()): print(i, name, size)
# ---
n = 10
while n > 0:
    n -= 3
    if n % 2: continue
    if n < 0: break
    print(n, end=' ')
else:
    print('done')
print(n)
# ---
assert False
# ---
def f():
    nonlocal zz
f()
# ---
print(f'{undefined}')
# ---
def f(): return y_undefined
f()
# ---
def f(a): return a
f()
# ---
def f(a): return a
f(1, 2)
# ---
def f(a): return a
f(b=1)
# ---
def f(a): return a
f(1, a=2)
# ---
5()
# ---
'a'()
# ---
None.x
# ---
del zz
# ---
assert 1 > 2, 'wrong'
# ---
def f(n): return f(n + 1)
f(0)
# ---
x = 
# ---
print('a'
# ---
if True
    pass
# ---
def f(:
# ---
return 5
# ---
break
# ---
1 = x
# ---
for in range(3): pass
# ---
x = 'abc
# ---
f(a=1, a=2)
# ---
f(a=1, 2)
# ---
def f(a=1, b): pass
# ---
else: pass
