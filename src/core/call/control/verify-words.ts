/** 1,024 short words, ten bits each: none is another one with a letter changed, added or left out. Their order is part of what both sides agree on. */
export const WORDS: readonly string[] = (
  'acorn acrobat actor adapt adobe agent airport alarm album alder alley almond alpine amber anchor angel angle animal answer antler ' +
  'anvil apple april apron arcade arch arctic arena armor arrow artist ash aspen atlas atom attic august aunt autumn avenue avocado ' +
  'awning axis azure baby bacon badge bagel bagpipe baker balcony ballet balloon bamboo banana bandit banjo banner barber barley ' +
  'barn barrel basil basket bath beach bead beaver bedrock bee beetle belfry bell berry bike birch bird bishop bison blanket blaze ' +
  'blossom blouse blue board boat bobcat bold bone bonfire bonnet bonus book border borrow bottle boulder bounce bowl boxer bracket ' +
  'branch brass breeze brick bridge bright bronze broom brother brown brush bubble bucket buckle buddy budget buffalo bugle bulb ' +
  'bundle burger butler button buzz cabbage cabin cable cactus cafe calf camel camera camp canal candle candy canoe canvas canyon ' +
  'caravan carbon career cargo carpet carrot cart cashew castle catfish cedar ceiling celery cello cement census cereal chain chalk ' +
  'chamber chant chapel cheese cheetah chef cherry chess chicken child chime china chisel choir cider cinema circle circus citrus ' +
  'city clam class clever cliff climb clock cloud clown club coach coast cobalt cobra cocoa coconut coffee coil comet comic compass ' +
  'concert condor copper coral cork corner cosmos cottage cotton county cousin cover cowboy coyote crab cradle craft crane crater ' +
  'crayon cream credit creek crest crew cricket crisp crowd cruise crumb crystal cube cuckoo cup curry curtain curve cycle cymbal ' +
  'daisy dance danger date dawn decade deer delta denim dentist depot desert design desk dew dial diamond diary diesel dinner disco ' +
  'dish diver dock doctor dolphin domain dome donkey donut door double dragon drama dress drift drill drum drummer dune dust dwarf ' +
  'eagle early earth easel east echo eclipse edge effect eight elbow elk emblem emerald empire empty enamel engine enigma enjoy ' +
  'entry epoch equal escape estate evening event exit expert extra fabric falcon family famous fancy farmer father felt fence fennel ' +
  'fern fiber fiddle field fifteen fifty figure film final finch finger finish fire firefly fjord flag flask flavor fleet flint ' +
  'floor flower fluffy flute fly foam focus foghorn folder forest fort forum fossil fox frame freedom fresh friend frog frost fruit ' +
  'fudge future gadget galaxy gallery gallon game garage garden garlic garnet gazelle gear gecko gem genius gentle geyser ghost ' +
  'giant gift giraffe glacier glad glide globe glory gnome goblet golf goose gopher gorilla gospel gown grain granite grape gravel ' +
  'gravy green grid grove guard guest guitar gull gumbo gutter gypsum habit hail hammer hamster hangar happy harbor harp harvest ' +
  'hatch haven hawk hazel heart heater helium helmet herald herb hermit heron hexagon hickory hill hinge hippo history hobby hockey ' +
  'holly honey hood horizon hornet horse hotel hour human humble hummus hundred hunter husky hut hybrid icicle icon idea igloo ' +
  'iguana image impala index indigo infant ink inlet insect inside iris island ivory ivy jacket jaguar jam january jasmine javelin ' +
  'jazz jelly jester jet jewel jigsaw joke journey joyful juggle juice july junior juniper jupiter kale karate kayak kebab keel ' +
  'kernel kettle keyhole kidney king kingdom kiosk kitchen kite kitten kiwi knee knife knight knot koala label ladder ladle lady ' +
  'ladybug lagoon lake landing lantern laptop lark laser lasso laundry laurel lava leader leaf league leather lecture legend lemon ' +
  'lens leopard letter lettuce level library lilac lily limbo lime linen lion liquid list lizard llama lobster locket locust logic ' +
  'lotus lounge loyal lucky lullaby lumber lunar lunch lynx lyric machine magenta magic magnet magpie mailbox major mango mansion ' +
  'mantle maple marble margin marina marker maroon marsh mascot mask mason master matrix meadow medal medley meerkat melody melon ' +
  'member memory menu mercury merit mermaid meteor metric mild mimic mineral minnow mint minute mirror mission mixer model modern ' +
  'mole moment monarch monday month moon morning mosaic moss mother motor mouse movie muffin multi mural muscle museum music mussel ' +
  'mustard myth napkin nation native nature navy nebula neck nectar needle neon nephew nest network neutral nickel nimble ninja ' +
  'noble nomad noodle north nose novel nugget nurse nutmeg nylon oak oasis object oboe ocean octave october octopus office olive ' +
  'omega onion onyx opal open opera orange orbit orchid organ otter outfit owner oxygen oyster paddle page pagoda paint palace palm ' +
  'panda panel papaya paper parade parcel parent party pasta pastry patio patrol peanut pearl pebble pencil people pepper phone ' +
  'photo piano pickle picnic pigeon pillow pilot pine pirate pizza planet plasma plate plaza plum podium poem polar polish polo ' +
  'poncho pond poppy porch portal potato powder prince prism prize profit proof proud pulley pulse puppet purple puzzle python quail ' +
  'quarry quartz queen quick quiet quill quiz quota rabbit radar radio radish random rapid ravine razor recipe record reef region ' +
  'relay relic remedy remote rescue resort rhino rhythm ribbon rice ripple road robin robot rodeo rope round route rubber ruby ' +
  'rudder ruler runway rustic sack safari saga sailor salad salmon salsa salute sample sandal satin saturn sauce sauna scale scarf ' +
  'school scout screen script seal season second secret seed senate sensor sequel seven shadow shark sheep shelf shield ship shirt ' +
  'shoe shovel shower shrimp siren sister sixty skate sketch skill skunk slalom sleeve sloth smile smooth snail snake snow soap ' +
  'soccer social sofa solid sonic source south space sphere spider spiral sponge spoon sport spring sprout spruce square squid ' +
  'stable staff stage stair stamp statue steam steel step stereo stick stone stool storm straw street studio subway sugar suit ' +
  'summer sunset super surf swan swift switch symbol syrup system tablet taco talent tandem tank target tartan tavern taxi teapot ' +
  'temple tempo tenant tennis tent theory thirty thread throne thumb ticket tide tiger timber tinsel titan today tomato topaz total ' +
  'toucan towel trail tree tremor trend tribe trio trophy tropic trout truck truth tuba tulip tundra tunnel turban turkey turnip ' +
  'turtle tuxedo twelve twenty twin uncle under unit urchin useful usher vacuum vapor vase vault vector veil velvet vendor vessel ' +
  'veto video view villa violet violin virtue vision vivid vocal volume vortex voyage waffle wagon waiter walnut walrus waltz wave ' +
  'whale wheat wheel wicker widget window winter wisdom wombat wonder wool world wreath wren yacht yard yellow yeti yoga yogurt ' +
  'young zebra zenith zephyr zero zigzag zinc zipper zodiac zoo'
).split(' ');

/** 256 emoji, eight bits each, of one code point. Their order is part of what both sides agree on. */
export const EMOJI: readonly string[] = [
  ...'🐵🦍🐶🐺🦊🦝🐱🦁🐯🐴🦄🦓🦌🐮🐗🐏🐐🐪🦒🐘🦏🐭🐹🐰🦇🐻🐨🐼🦥🦦🦨🦘',
  ...'🦃🐔🐣🐧🦅🦆🦢🦉🦩🦚🦜🐸🐊🐢🦎🐍🐲🦕🐳🐬🐟🐡🦈🐙🐚🐌🦋🐛🐜🐝🐞🦗',
  ...'🦂💐🌸🌹🌻🌷🌱🌲🌴🌵🌾🍀🍁🍇🍉🍊🍋🍌🍍🥭🍎🍐🍑🍒🍓🥝🍅🥥🥑🍆🥔🥕',
  ...'🌽🥒🥬🥦🧄🧅🍄🥜🌰🍞🥐🥨🥯🥞🧇🧀🍖🥓🍔🍟🍕🌭🥪🌮🍳🥘🍿🧂🍙🍜🍣🍤',
  ...'🦀🦞🦑🍦🍩🍪🎂🍫🍬🍭🍯🍼🥛🫖🍹🥤🧉🧊🥄🏺🌍🧭🌋🏠🏥🏦🏨🏰🗼🗽⛲⛺',
  ...'🌉🎠🎡🎢🎪🚂🚌🚑🚒🚕🚜🛴🚲🛹⛽🚦⚓⛵🚁🚀🛸🧳⏰⌛🌙🌞⭐🌈⛄🔥💧🎃',
  ...'🎄🎈🎁🎀🎫🏆🏀🏈🎾🥏🎳🏓🏸🥊🥋🎣🎿🛷🎯🪁🎱🔮🎮🎲🧩🧸🎨🧵🧶👓🥽👔',
  ...'👕🧦👗👜🎒👟🥾👠👑🎩🎓🧢💄💍💎🔔📣🎷🎸🎹🎺🎻🪕🥁📱📻🔋💻📷📺🔍💡',
];
