"""Motifs cut out of pictures whose licences allow it: `clipart.py` collects them from Debian packages."""

from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np

from .dice import Dice
from .sketch import Sketch

PACK = Path(__file__).parents[1] / "data" / "clipart.npz"
"""All cut-outs in one file, written by `clipart.py`."""

SIDE = 192
"""The longer side of the largest cut-out in pixels."""

THEMES = {
    "faces": {
        "face": "👦👧👨👩👱👴👵👶👮👷👸👳👲 people/man_face* people/happy_woman* people/head[1-6].png "
                "people/head1[1-4].png",
        "smiley": "😀😃😄😊😎😍😛😮😢😡😴🤔😱🥳🤩🤓 people/smilies/smiley00* people/smilies/smiley11*",
        "clown": "🤡 people/brozo_the_clown*",
        "robot": "🤖",
        "alien": "👽👾 people/alien*",
        "skull": "💀☠ people/skull*",
        "ogre": "👹👺🧌",
        "lips": "👄💋 people/bodypart/lips* people/bodypart/mouth*",
        "hand": "✋🖐🖖👋👌✌👍🤟 people/bodypart/hand_* people/bodypart/thumbs_up*",
        "teddy": "🧸 recreation/toys/*teddy*",
        "snowman": "☃⛄ recreation/holiday/snowman*",
        "lantern": "🎃 recreation/holiday/pumpkin2*",
        "eye": "👁 people/bodypart/eye_* people/bodypart/blue_eye* people/bodypart/iris* people/blue_eye*",
        "owl": "🦉 animals/birds/owl* animals/birds/gufo*",
        "monkey": "🐵🐒🙈🙉🙊🦧🦍 animals/mammals/*monkey*",
    },
    "mammals": {
        "cat": "🐱🐈😺😸😻😼😽 animals/mammals/housecats/gatt* animals/mammals/housecats/kitten*",
        "dog": "🐶🐕🐩🦮 animals/mammals/dogs/b* animals/mammals/dog_0* animals/mammals/dog_on*",
        "bear": "🐻 animals/mammals/bears/bear* animals/mammals/bears/o*",
        "elephant": "🐘🦣 animals/mammals/elefante* animals/mammals/elephant_0*",
        "lion": "🦁 animals/mammals/big_cats/leone*",
        "tiger": "🐯🐅 animals/mammals/big_cats/*tig*",
        "horse": "🐴🐎🦄🎠 animals/mammals/horses/cavallo*",
        "zebra": "🦓",
        "giraffe": "🦒",
        "cow": "🐮🐄🐂🐃 animals/mammals/vacca*",
        "pig": "🐷🐖🐗 animals/mammals/pig* animals/mammals/porcinet*",
        "sheep": "🐑🐏🐐 animals/mammals/pecora* animals/mammals/sheep* animals/mammals/goat* "
                 "animals/mammals/dall*",
        "rabbit": "🐰🐇 animals/mammals/bunny* animals/mammals/coniglio*",
        "mouse": "🐭🐁🐀🐹 animals/mammals/topo*",
        "fox": "🦊🐺 animals/mammals/*wolf*",
        "panda": "🐼🐨",
        "raccoon": "🦝🦡🦨 animals/mammals/raccoon*",
        "camel": "🐪🐫🦙 animals/mammals/camel*",
        "rhinoceros": "🦏🦛 animals/mammals/rhino*",
        "deer": "🦌 animals/mammals/deer* animals/mammals/fawn* animals/mammals/antilope*",
        "squirrel": "🐿🦫 animals/mammals/cartoon_squirrel*",
        "hedgehog": "🦔 animals/mammals/echidna*",
        "bat": "🦇 animals/bat_*",
    },
    "birds": {
        "bird": "🐦🐥 animals/birds/bird_of* animals/birds/crow* animals/birds/uccello_p* "
                "animals/birds/gabbiano* animals/birds/gull* animals/birds/puffin*",
        "peacock": "🦚",
        "eagle": "🦅 animals/birds/acquila*_0[124]* animals/birds/aquila* animals/birds/eagle*",
        "duck": "🦆 animals/birds/duck_yellow_kurt* recreation/toys/rubber_duck[12]*",
        "swan": "🦢 animals/birds/cigno_a* animals/birds/cigno_di_s*",
        "flamingo": "🦩 animals/birds/flamand*",
        "parrot": "🦜",
        "penguin": "🐧 animals/birds/emperor* animals/pinguino*",
        "rooster": "🐓🐔 animals/birds/gallo* animals/birds/rooster* animals/birds/hen*",
        "turkey": "🦃 animals/birds/tacchino* animals/birds/pollo*",
    },
    "water and scales": {
        "fish": "🐟🐠🐡🎏 animals/fish/altum* animals/fish/b[or]* animals/fish/clown* animals/fish/g* "
                "animals/fish/pesc* animals/fish/y*",
        "octopus": "🐙🦑",
        "frog": "🐸 animals/rana* animals/red-eye*",
        "dinosaur": "🦕🦖 animals/dinosaurs/*",
        "dragon": "🐉🐲 animals/dragon*",
        "crocodile": "🐊",
        "lizard": "🦎 animals/az-lizard* animals/lucertola* animals/ramarro*",
        "snake": "🐍",
        "turtle": "🐢 animals/turtle*",
        "whale": "🐳🐋 animals/fish/bluewhale* animals/orca*",
        "dolphin": "🐬🦈 animals/fish/dolphin*",
        "crab": "🦀🦂 animals/scorpion*",
        "lobster": "🦞🦐 animals/fish/crawfish*",
        "shell": "🐚🦪",
    },
    "insects": {
        "beetle": "🪲🪳 animals/bugs/mostri* animals/bugs/punaisa* animals/bugs/insetto*",
        "butterfly": "🦋 animals/bugs/butterfly* animals/bugs/farfalla*",
        "snail": "🐌 animals/bugs/lumaca*",
        "bee": "🐝 animals/bugs/bee* animals/bugs/abeille* animals/bugs/flying_wasp*",
        "ladybird": "🐞 animals/bugs/cocc* animals/bugs/c_rol* animals/bugs/ladybug*",
        "spider": "🕷 animals/bugs/ragn* animals/bugs/spider*",
        "ant": "🐜 animals/bugs/ant.png animals/bugs/formic*",
        "dragonfly": "🦟🪰 animals/bugs/libell* animals/bugs/fly_01* animals/bugs/moschito*",
        "grasshopper": "🦗 animals/bugs/cavalletta* animals/bugs/grass* animals/bugs/mant*",
        "caterpillar": "🐛🪱 animals/bugs/caterpillar*",
    },
    "plants": {
        "daisy": "🌼💮 plants/flowers/daisy* plants/flowers/flower[_12]* plants/flowers/fiore*",
        "rose": "🌹🥀 plants/flowers/pink-rose*",
        "tulip": "🌷 plants/tulips*",
        "leaf": "🍁🍂 plants/leaf* plants/fall_coloured_leaf*",
        "mushroom": "🍄 plants/mushroom* plants/champignon* plants/toadstool*",
        "tree": "🌳 plants/albero* plants/fall_coloured_tree* plants/trees/tree_[bw]* plants/flowers/cartoon_tree*",
        "sunflower": "🌻 plants/sun_flower*",
        "blossom": "🌸🌺 plants/sakura* plants/magnolia*",
        "lotus": "🪷 plants/flowers/lotas*",
        "cactus": "🌵 plants/cactus* plants/cacuts*",
        "palm": "🌴🏝 plants/palmtree*",
        "fir": "🌲🎄 plants/trees/evergreen/*",
        "clover": "🍀☘ plants/shamrock*",
    },
    "fruit": {
        "apple": "🍎🍏 food/fruit/a*apple_01* food/fruit/apple_mart*",
        "lemon": "🍋🍊 food/fruit/lemon_[hw]* food/fruit/lime_[hw]*_ganson* food/fruit/orange*",
        "pineapple": "🍍 food/fruit/pineapple*",
        "strawberry": "🍓 food/fruit/strawberr*",
        "cherries": "🍒 food/fruit/cherr*",
        "grapes": "🍇 food/fruit/grape*",
        "melon": "🍉 food/fruit/watermelon* food/fruit/pasteque*",
        "cake": "🍰🎂🧁 food/desserts/birthday_cake* food/desserts/cake1* food/desserts/pink_cake*",
    },
    "buildings": {
        "castle": "🏰 buildings/ch_teau*",
        "pagoda": "🏯⛩",
        "tower": "🗼 buildings/eiffel*",
        "house": "🏠🏡🛖 buildings/homes/home[0-9]* buildings/homes/*house_* buildings/homes/casa*",
        "church": "⛪🕌🕍💒 buildings/church*",
        "lighthouse": "buildings/lighthouse* transportation/vehicles/lighthouse_01*",
        "temple": "🏛 buildings/us_capitol*",
        "mountain": "🏔🗻🌋⛰",
    },
    "vehicles": {
        "car": "🚗🚘🚕🚓 transportation/redcar* transportation/car_jamin* transportation/vehicles/4wd* "
               "transportation/old_car* transportation/sportcar*",
        "bus": "🚌🚍🚎🚐🚋 transportation/bus[12]_* transportation/bus_01* transportation/tramway*",
        "truck": "🚚🚛🚒🚜🛻 transportation/big_truck* transportation/truck* transportation/vehicles/trattore* "
                 "transportation/small_truck*",
        "train": "🚂🚆🚄🚅 recreation/toys/kiddy_train*",
        "bicycle": "🚲 transportation/vehicles/bic* transportation/bicycle*",
        "aeroplane": "✈🛩 transportation/vehicles/aircraft* transportation/vehicles/airplane* "
                     "transportation/vehicles/military_air*",
        "rocket": "🚀 transportation/vehicles/rocket*",
        "balloon": "🎈 transportation/pallone*",
        "boat": "⛵🚢🛥🛶 transportation/boating/boat_jar* transportation/boating/sailboat* "
                "transportation/vehicles/the_mad* transportation/vehicles/trawler*",
    },
    "things": {
        "clock": "⏰🕰⌚🕒🕙 signs_and_symbols/clocks/a* signs_and_symbols/clocks/clock0[39]* "
                 "signs_and_symbols/clocks/clock_* signs_and_symbols/clocks/orologio*",
        "guitar": "🎸🪕 recreation/music/guitar* recreation/music/electric_guitar* "
                  "recreation/music/bass_guitar*",
        "violin": "🎻 recreation/music/violin* recreation/music/cello*",
        "trumpet": "🎺📯🎷 recreation/music/t*pet_* recreation/music/french_horn* recreation/music/saxophone* "
                   "recreation/music/tenor*",
        "hat": "🎩👒🤠 people/clothing/hats/hat_* people/clothing/hats/*fedora* people/clothing/hats/tophat* "
               "people/clothing/hats/slouch*",
        "sun": "☀🌞 signs_and_symbols/weather/sole* signs_and_symbols/weather/sun*",
        "moon": "🌙🌛🌜🌚🌝 science/astronomy/*moon*",
        "planet": "🪐🌍🌎🌏 science/astronomy/saturn* science/astronomy/jupiter* science/astronomy/mondo*",
        "ball": "⚽🏀🏐⚾🎾 recreation/toys/soccer* recreation/toys/b*ball*",
    },
}
"""Classes by theme: name → its emoji, then the pictures of openclipart-png, as patterns of their paths. Chosen by
looking: no letters, flags, cards, arrows, logos or people who can be named."""


@lru_cache(maxsize=1)
def _pack() -> dict[str, list[np.ndarray]]:
    """Class → its cut-outs, uint8 [height, width, 4], red, green, blue and alpha, premultiplied."""
    with np.load(PACK) as file:
        names, sizes, pixels = file["names"], file["sizes"], file["pixels"]
    pack: dict[str, list[np.ndarray]] = {}
    ends = np.cumsum(sizes.prod(1) * 4)
    for name, size, part in zip(names, sizes, np.split(pixels, ends[:-1])):
        pack.setdefault(str(name), []).append(part.reshape(*size, 4))
    return pack


def _paste(name: str, sketch: Sketch):
    """One of the class's cut-outs over the unit circle, now and then in other colours."""
    dice = sketch.dice
    cutout = dice.pick(_pack()[name])
    if dice.chance(0.35):
        cutout = _recoloured(dice, cutout)
    sketch.picture(cutout)


def _recoloured(dice: Dice, cutout: np.ndarray) -> np.ndarray:
    """The cut-out with its hues turned and its colours stronger or weaker."""
    hsv = cv2.cvtColor(np.ascontiguousarray(cutout[..., :3]), cv2.COLOR_RGB2HSV_FULL).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + dice.gauss(30)) % 256
    hsv[..., 1] = np.clip(hsv[..., 1] * dice.between(0.3, 1.5), 0, 255)
    return np.dstack([cv2.cvtColor(np.uint8(hsv), cv2.COLOR_HSV2RGB_FULL), cutout[..., 3]])


SOURCES = {name: source for theme in THEMES.values() for name, source in theme.items()}
"""Class → its source."""

ALL = {name: partial(_paste, name) for name in SOURCES}
"""Name → function(sketch) that pastes one on a sheet."""
