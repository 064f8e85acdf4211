/* Made by scripts/generate-emoji.ts from unicode-emoji-json and emojilib (MIT, Mu-An Chiou). */
/** A group a `#` line, then an emoji a line: itself, its shortcode, and words that find it. */
export const EMOJI = `#smileys_emotion
😀 grinning_face smile happy joy grin smiley
😃 grinning_face_with_big_eyes happy joy haha smile funny mouth open smiley smiling
😄 grinning_face_with_smiling_eyes happy joy funny haha laugh like smile eye grin mouth open pleased smiley
😁 beaming_face_with_smiling_eyes happy smile joy kawaii eye grin grinning
😆 grinning_squinting_face happy joy lol satisfied haha glad laugh big closed eyes grin laughing mouth open smile smiling tightly
😅 grinning_face_with_sweat hot happy laugh smile relief cold exercise mouth open smiling
🤣 rolling_on_the_floor_laughing face lol haha rofl laugh rotfl
😂 face_with_tears_of_joy cry weep happy happytears haha crying laugh laughing lol tear
🙂 slightly_smiling_face smile fine happy this
🙃 upside_down_face flipped silly smile sarcasm
🫠 melting_face hot heat disappear dissolve dread liquid melt sarcasm
😉 winking_face happy mischievous secret smile eye flirt wink winky
😊 smiling_face_with_smiling_eyes smile happy flushed crush embarrassed shy joy blush eye proud smiley
😇 smiling_face_with_halo angel heaven innocent fairy fantasy smile tale
🥰 smiling_face_with_hearts love like affection valentines infatuation crush adore eyes three
😍 smiling_face_with_heart_eyes love like affection valentines infatuation crush eye shaped smile
🤩 star_struck face smile starry eyes grinning excited eyed wow
😘 face_blowing_a_kiss love like affection valentines infatuation blow flirt heart kissing throwing
😗 kissing_face love like 3 valentines infatuation kiss duck kissy whistling
☺️ smiling_face blush massage happiness happy outlined pleased relaxed smile smiley white
😚 kissing_face_with_closed_eyes love like affection valentines infatuation kiss eye kissy
😙 kissing_face_with_smiling_eyes affection valentines infatuation kiss eye kissy smile whistle whistling
🥲 smiling_face_with_tear sad cry pretend grateful happy proud relieved smile touched
😋 face_savoring_food happy joy tongue smile silly yummy nom delicious savouring goofy hungry lick licking lips smiling um yum
😛 face_with_tongue prank childish playful mischievous smile cheeky out stuck
😜 winking_face_with_tongue prank childish playful mischievous smile wink crazy eye joke out silly stuck
🤪 zany_face goofy crazy excited eye eyes grinning large one small wacky wild
😝 squinting_face_with_tongue prank playful mischievous smile closed eye eyes horrible out stuck taste tightly
🤑 money_mouth_face rich dollar eyes sign
🤗 smiling_face_with_open_hands hugging_face smile hug hugs
🤭 face_with_hand_over_mouth whoops shock surprise blushing covering eyes quiet smiling
🫢 face_with_open_eyes_and_hand_over_mouth silence secret shock surprise amazement awe disbelief embarrass gasp scared
🫣 face_with_peeking_eye scared frightening embarrassing shy captivated peep stare
🤫 shushing_face quiet shhh closed covering finger hush lips shh shush silence
🤔 thinking_face hmmm think consider chin shade thinker throwing thumb
🫡 saluting_face respect salute ok sunny troops yes
🤐 zipper_mouth_face sealed secret hush lips silence zip
🤨 face_with_raised_eyebrow distrust scepticism disapproval disbelief surprise suspicious colbert mild one rock skeptic
😐 neutral_face indifference meh deadpan faced mouth straight
😑 expressionless_face indifferent -_- meh deadpan inexpressive mouth straight unexpressive
😶 face_without_mouth blank mouthless mute no quiet silence silent
🫥 dotted_line_face invisible lonely isolation depression depressed disappear hide introvert
😶‍🌫️ face_in_clouds shower steam dream absentminded brain fog forgetful haze head impractical unrealistic
😏 smirking_face smile mean prank smug sarcasm flirting sexual smirk suggestive
😒 unamused_face indifference bored serious sarcasm unimpressed skeptical dubious ugh side_eye dissatisfied meh unhappy
🙄 face_with_rolling_eyes eyeroll frustrated eye roll
😬 grimacing_face grimace teeth awkward eek nervous
😮‍💨 face_exhaling relieve relief tired sigh exhale gasp groan whisper whistle
🤥 lying_face lie pinocchio liar long nose
🫨 shaking_face dizzy shock blurry earthquake
🙂‍↔️ head_shaking_horizontally disapprove indiffernt left
🙂‍↕️ head_shaking_vertically down nod
😌 relieved_face relaxed phew massage happiness content pleased whew
😔 pensive_face sad depressed upset dejected sadface sorrowful
😪 sleepy_face tired rest nap bubble side sleep snot tear
🤤 drooling_face drool
😴 sleeping_face tired sleepy night zzz sleep snoring
😷 face_with_medical_mask sick ill disease covid cold coronavirus doctor medicine surgical
🤒 face_with_thermometer sick temperature cold fever covid ill
🤕 face_with_head_bandage injured clumsy hurt bandaged injury
🤢 nauseated_face vomit gross green sick ill barf disgust disgusted
🤮 face_vomiting sick barf ill mouth open puke spew throwing up vomit
🤧 sneezing_face gesundheit sneeze sick allergy achoo
🥵 hot_face feverish heat red sweating overheated stroke
🥶 cold_face blue freezing frozen frostbite icicles ice
🥴 woozy_face dizzy intoxicated tipsy wavy drunk eyes groggy mouth uneven
😵 face_with_crossed_out_eyes dizzy_face spent unconscious xox dizzy cross dead knocked
😵‍💫 face_with_spiral_eyes sick ill confused nauseous nausea dizzy hypnotized trouble whoa
🤯 exploding_head face shocked mind blown blowing explosion mad
🤠 cowboy_hat_face cowgirl
🥳 partying_face celebration woohoo birthday hat horn party
🥸 disguised_face pretent brows glasses moustache disguise incognito nose
😎 smiling_face_with_sunglasses cool smile summer beach sunglass best bright eye eyewear friends glasses mutual snapchat sun weather
🤓 nerd_face nerdy geek dork glasses smiling
🧐 face_with_monocle stuffy wealthy rich exploration inspection
😕 confused_face indifference huh weird hmmm meh nonplussed puzzled s
🫤 face_with_diagonal_mouth skeptic confuse frustrated indifferent confused disappointed meh skeptical unsure
😟 worried_face concern nervous sad sadface
🙁 slightly_frowning_face disappointed sad upset frown unhappy
☹️ frowning_face sad upset frown megafrown unhappy white
😮 face_with_open_mouth surprise impressed wow whoa surprised sympathy
😯 hushed_face woo shh silence speechless stunned surprise surprised
😲 astonished_face xox surprised poisoned amazed gasp gasping shocked totally
😳 flushed_face blush shy flattered blushing dazed embarrassed eyes open shame wide
🥺 pleading_face begging mercy cry tears sad grievance eyes glossy puppy simp
🥹 face_holding_back_tears touched gratitude cry angry proud resist sad
😦 frowning_face_with_open_mouth aw what frown yawning
😧 anguished_face stunned nervous pained
😨 fearful_face scared terrified nervous fear oops shocked surprised
😰 anxious_face_with_sweat nervous blue cold mouth open rushed
😥 sad_but_relieved_face phew sweat nervous disappointed eyebrow whew
😢 crying_face tears sad depressed upset cry tear
😭 loudly_crying_face sobbing cry tears sad upset depressed bawling sob tear
😱 face_screaming_in_fear munch scared omg alone fearful home horror scream shocked
😖 confounded_face confused sick unwell oops mouth quivering scrunched
😣 persevering_face sick no upset oops eyes helpless persevere scrunched struggling
😞 disappointed_face sad upset depressed sadface
😓 downcast_face_with_sweat hot sad tired exercise cold hard work
😩 weary_face tired sleepy sad frustrated upset distraught wailing
😫 tired_face sick whine upset frustrated distraught exhausted fed up
🥱 yawning_face tired sleepy bored yawn
😤 face_with_steam_from_nose gas phew proud pride triumph airing frustrated grievances look mad smug steaming won
😡 enraged_face pouting_face angry mad hate despise grumpy pout rage red
😠 angry_face mad annoyed frustrated anger grumpy
🤬 face_with_symbols_on_mouth swearing cursing cussing profanity expletive covering foul grawlix over serious
😈 smiling_face_with_horns devil evil fairy fantasy happy imp purple smile tale
👿 angry_face_with_horns devil demon evil fairy fantasy goblin imp purple sad tale
💀 skull dead skeleton creepy death dead body danger face fairy grey halloween monster poison tale
☠️ skull_and_crossbones poison danger deadly scary death pirate evil body face halloween monster
💩 pile_of_poo hankey shitface fail turd shit comic crap dirt dog dung face monster poop smiling bad needs_improvement
🤡 clown_face mock
👹 ogre monster red mask halloween scary creepy devil demon japanese_ogre creature face fairy fantasy oni tale shrek
👺 goblin red evil mask monster scary creepy japanese_goblin creature face fairy fantasy long nose tale tengu
👻 ghost halloween spooky scary creature disappear face fairy fantasy ghoul monster tale
👽 alien paul weird outer_space creature et extraterrestrial face fairy fantasy monster tale external
👾 alien_monster game arcade play creature extraterrestrial face fairy fantasy invader retro space tale ufo video
🤖 robot computer machine bot face monster
😺 grinning_cat animal cats happy smile face mouth open smiley smiling
😸 grinning_cat_with_smiling_eyes animal cats smile eye face grin happy
😹 cat_with_tears_of_joy animal cats haha happy face laughing tear
😻 smiling_cat_with_heart_eyes animal love like affection cats valentines eye face shaped smile
😼 cat_with_wry_smile animal cats smirk face ironic smirking
😽 kissing_cat animal cats kiss closed eye eyes face
🙀 weary_cat animal cats munch scared scream face fear horror oh screaming surprised
😿 crying_cat animal tears weep sad cats upset cry face tear
😾 pouting_cat animal cats face grumpy
🙈 see_no_evil_monkey animal nature haha blind covering eyes face forbidden gesture ignore mizaru not prohibited
🙉 hear_no_evil_monkey animal nature covering deaf ears face forbidden gesture kikazaru not prohibited
🙊 speak_no_evil_monkey animal nature omg covering face forbidden gesture hush iwazaru mouth mute not prohibited ignore
💌 love_letter email like affection envelope valentines heart mail note romance
💘 heart_with_arrow love like affection valentines cupid lovestruck romance
💝 heart_with_ribbon love valentines box chocolate chocolates gift valentine
💖 sparkling_heart love like affection valentines excited sparkle sparkly
💗 growing_heart like love affection valentines pink excited heartpulse multiple nervous pulse triple
💓 beating_heart love like affection valentines pink alarm heartbeat pulsating wifi
💞 revolving_hearts love like affection valentines heart two
💕 two_hearts love like affection valentines heart pink small
💟 heart_decoration purple-square love like
❣️ heart_exclamation decoration love above an as dot heavy mark ornament punctuation red
💔 broken_heart sad sorry break heartbreak breaking brokenhearted
❤️‍🔥 heart_on_fire passionate enthusiastic burn love lust sacred
❤️‍🩹 mending_heart bandage wounded bandaged healing healthier improving recovering recuperating unbroken well
❤️ red_heart love like valentines black heavy
🩷 pink_heart valentines
🧡 orange_heart love like affection valentines
💛 yellow_heart love like affection valentines bf gold snapchat
💚 green_heart love like affection valentines nct
💙 blue_heart love like affection valentines brand neutral
🩵 light_blue_heart ice
💜 purple_heart love like affection valentines bts emoji
🤎 brown_heart coffee
🖤 black_heart evil dark wicked
🩶 grey_heart silver monochrome
🤍 white_heart pure
💋 kiss_mark face lips love like affection valentines heart kissing lipstick romance
💯 hundred_points score perfect numbers century exam quiz test pass 100 full keep symbol
💢 anger_symbol angry mad comic pop sign vein
💥 collision bomb explode explosion blown bang boom comic impact red spark symbol break
💫 dizzy star sparkle shoot magic circle comic symbol animations transitions
💦 sweat_droplets water drip oops comic drops plewds splashing symbol workout
💨 dashing_away wind air fast shoo fart smoke puff blow comic dash gust running steam symbol vaping
🕳️ hole embarrassing
💬 speech_balloon bubble words message talk chatting chat comic comment dialog text literals
👁️‍🗨️ eye_in_speech_bubble info am i witness
🗨️ left_speech_bubble words message talk chatting dialog
🗯️ right_anger_bubble caption speech thinking mad angry balloon zag zig
💭 thought_balloon bubble cloud speech thinking dream comic
💤 zzz sleepy tired dream bedtime boring comic sign sleep sleeping symbol
#people_body
👋 waving_hand wave hands gesture goodbye solong farewell hello hi palm body sign
🤚 raised_back_of_hand fingers backhand body
🖐️ hand_with_fingers_splayed palm body finger five raised
✋ raised_hand fingers stop highfive palm ban body five high
🖖 vulcan_salute hand fingers spock between body finger middle part prosper raised ring split
🫱 rightwards_hand palm offer right rightward
🫲 leftwards_hand palm offer left leftward
🫳 palm_down_hand drop dismiss shoo
🫴 palm_up_hand lift offer demand beckon catch come
🫷 leftwards_pushing_hand highfive pressing stop
🫸 rightwards_pushing_hand highfive pressing stop
👌 ok_hand fingers limbs perfect okay body sign
🤌 pinched_fingers size tiny small che finger gesture hand interrogation ma purse sarcastic vuoi
🤏 pinching_hand tiny small size amount body little
✌️ victory_hand fingers ohyeah peace two air body quotes sign v
🤞 crossed_fingers good lucky body cross finger hand hopeful index luck middle
🫰 hand_with_index_finger_and_thumb_crossed heart love money expensive snap
🤟 love_you_gesture hand fingers body i ily sign
🤘 sign_of_the_horns hand fingers evil_eye sign_of_horns rock_on body devil finger heavy metal
🤙 call_me_hand hands gesture shaka body phone sign
👈 backhand_index_pointing_left direction fingers hand body finger point white
👉 backhand_index_pointing_right fingers hand direction body finger point white
👆 backhand_index_pointing_up fingers hand direction body finger middle point white
🖕 middle_finger hand fingers rude flipping bird body dito extended fu medio reversed
👇 backhand_index_pointing_down fingers hand direction body finger point white
☝️ index_pointing_up hand fingers direction body finger point secret white
🫵 index_pointing_at_the_viewer you recruit point
👍 thumbs_up thumbsup yes awesome good agree accept cool hand like +1 approve body ok sign thumb
👎 thumbs_down thumbsdown no dislike hand -1 bad body bury disapprove sign thumb
✊ raised_fist fingers hand grasp body clenched power pump punch
👊 oncoming_fist angry violence hit attack hand body bro brofist bump clenched closed facepunch fisted punch sign
🤛 left_facing_fist hand fistbump body bump leftwards
🤜 right_facing_fist hand fistbump body bump rightwards
👏 clapping_hands praise applause congrats yay body clap golf hand round sign
🙌 raising_hands gesture hooray yea celebration air arms banzai body both festivus hallelujah hand miracle person praise raised two
🫶 heart_hands love appreciation support
👐 open_hands fingers butterfly body hand hug jazz sign
🤲 palms_up_together hands gesture cupped prayer body dua facing
🤝 handshake agreement shake deal hand hands meeting shaking
🙏 folded_hands please hope wish namaste highfive pray thanks appreciate ask body bow five gesture hand high person prayer pressed together
✍️ writing_hand lower_left_ballpoint_pen stationery write compose body
💅 nail_polish nail_care beauty manicure finger fashion slay body cosmetics fingers nonchalant
🤳 selfie camera phone arm hand
💪 flexed_biceps arm flex hand summer strong bicep body comic feats flexing muscle muscles strength workout
🦾 mechanical_arm accessibility body prosthetic
🦿 mechanical_leg accessibility body prosthetic
🦵 leg kick limb body
🦶 foot kick stomp body
👂 ear face hear sound listen body ears hearing listening nose
🦻 ear_with_hearing_aid accessibility body hard
👃 nose smell sniff body smelling sniffing stinky
🧠 brain smart intelligent body organ
🫀 anatomical_heart health heartbeat cardiology organ pulse
🫁 lungs breathe breath exhalation inhalation organ respiration
🦷 tooth teeth dentist body
🦴 bone skeleton body
👀 eyes look watch stalk peek see body eye eyeballs face shifty wide
👁️ eye face look see watch stare body single
👅 tongue mouth playful body out taste
👄 mouth kiss body kissing lips
🫦 biting_lip flirt sexy pain worry anxious fear flirting nervous uncomfortable worried
👶 baby child boy girl toddler newborn young
🧒 child gender-neutral young boy gender girl inclusive neutral person unspecified
👦 boy man male guy teenager child young
👧 girl female woman teenager child maiden virgin virgo young zodiac
🧑 person gender-neutral adult female gender inclusive male man men neutral unspecified woman women
👱 person_blond_hair hairstyle blonde haired man
👨 man mustache father dad guy classy sir moustache adult male men
🧔 person_beard man_beard bewhiskered bearded
🧔‍♂️ man_beard bearded bewhiskered male men
🧔‍♀️ woman_beard bearded bewhiskered female women
👨‍🦰 man_red_hair hairstyle adult ginger haired male men redhead
👨‍🦱 man_curly_hair hairstyle adult haired male men
👨‍🦳 man_white_hair old elder adult haired male men
👨‍🦲 man_bald hairless adult hair male men no
👩 woman female girls lady adult women yellow
👩‍🦰 woman_red_hair hairstyle adult female ginger haired redhead women
🧑‍🦰 person_red_hair hairstyle adult gender haired unspecified
👩‍🦱 woman_curly_hair hairstyle adult female haired women
🧑‍🦱 person_curly_hair hairstyle adult gender haired unspecified
👩‍🦳 woman_white_hair old elder adult female haired women
🧑‍🦳 person_white_hair elder old adult gender haired unspecified
👩‍🦲 woman_bald hairless adult female hair no women
🧑‍🦲 person_bald hairless adult gender hair no unspecified
👱‍♀️ woman_blond_hair female girl blonde person haired women
👱‍♂️ man_blond_hair male boy blonde guy person haired men
🧓 older_person human elder senior gender-neutral adult female gender male man men neutral old unspecified woman women
👴 old_man human male men elder senior adult elderly grandpa older
👵 old_woman human female women lady elder senior adult elderly grandma nanna older
🙍 person_frowning worried frown gesture sad woman
🙍‍♂️ man_frowning male boy sad depressed discouraged unhappy frown gesture men
🙍‍♀️ woman_frowning female girl sad depressed discouraged unhappy frown gesture women
🙎 person_pouting upset blank face fed gesture look up
🙎‍♂️ man_pouting male boy gesture men
🙎‍♀️ woman_pouting female girl gesture women
🙅 person_gesturing_no decline arms deal denied face forbidden gesture good halt hand not ok prohibited stop x
🙅‍♂️ man_gesturing_no male boy nope denied forbidden gesture good halt hand men ng not ok prohibited stop
🙅‍♀️ woman_gesturing_no female girl nope denied forbidden gesture good halt hand ng not ok prohibited stop women
🙆 person_gesturing_ok agree ballerina face gesture hand hands head
🙆‍♂️ man_gesturing_ok men boy male blue human gesture hand
🙆‍♀️ woman_gesturing_ok women girl female pink human gesture hand
💁 person_tipping_hand information attendant bellhop concierge desk female flick girl hair help sassy woman women
💁‍♂️ man_tipping_hand male boy human information desk help men sassy
💁‍♀️ woman_tipping_hand female girl human information desk help sassy women
🙋 person_raising_hand question answering gesture happy one raised up
🙋‍♂️ man_raising_hand male boy gesture happy men one raised
🙋‍♀️ woman_raising_hand female girl gesture happy one raised women
🧏 deaf_person accessibility ear hear
🧏‍♂️ deaf_man accessibility male men
🧏‍♀️ deaf_woman accessibility female women
🙇 person_bowing respectiful apology bow boy cute deeply dogeza gesture man massage respect sorry thanks
🙇‍♂️ man_bowing male boy apology bow deeply favor gesture men respect sorry thanks
🙇‍♀️ woman_bowing female girl apology bow deeply favor gesture respect sorry thanks women
🤦 person_facepalming disappointed disbelief exasperation face facepalm head hitting palm picard smh
🤦‍♂️ man_facepalming male boy disbelief exasperation face facepalm men palm
🤦‍♀️ woman_facepalming female girl disbelief exasperation face facepalm palm women
🤷 person_shrugging regardless doubt ignorance indifference shrug shruggie
🤷‍♂️ man_shrugging male boy confused indifferent doubt ignorance indifference men shrug
🤷‍♀️ woman_shrugging female girl confused indifferent doubt ignorance indifference shrug women
🧑‍⚕️ health_worker hospital dentist doctor healthcare md nurse physician professional therapist
👨‍⚕️ man_health_worker doctor nurse therapist healthcare human dentist male md men physician professional
👩‍⚕️ woman_health_worker doctor nurse therapist healthcare human dentist female md physician professional women
🧑‍🎓 student learn education graduate pupil school
👨‍🎓 man_student graduate human education graduation male men pupil school
👩‍🎓 woman_student graduate human education female graduation pupil school women
🧑‍🏫 teacher professor education educator instructor
👨‍🏫 man_teacher instructor professor human education educator male men school
👩‍🏫 woman_teacher instructor professor human education educator female school women
🧑‍⚖️ judge law court justice scales
👨‍⚖️ man_judge justice court human law male men scales
👩‍⚖️ woman_judge justice court human female law scales women
🧑‍🌾 farmer crops farm farming gardener rancher worker
👨‍🌾 man_farmer rancher gardener human farm farming male men worker
👩‍🌾 woman_farmer rancher gardener human farm farming female women worker
🧑‍🍳 cook food kitchen culinary chef cooking service
👨‍🍳 man_cook chef human cooking food male men service
👩‍🍳 woman_cook chef human cooking female food service women
🧑‍🔧 mechanic worker technician electrician person plumber repair tradesperson
👨‍🔧 man_mechanic plumber human wrench electrician male men person repair tradesperson
👩‍🔧 woman_mechanic plumber human wrench electrician female person repair tradesperson women
🧑‍🏭 factory_worker labor assembly industrial welder
👨‍🏭 man_factory_worker assembly industrial human male men welder
👩‍🏭 woman_factory_worker assembly industrial human female welder women
🧑‍💼 office_worker business accountant adviser analyst architect banker clerk manager
👨‍💼 man_office_worker business manager human accountant adviser analyst architect banker businessman ceo clerk male men
👩‍💼 woman_office_worker business manager human accountant adviser analyst architect banker businesswoman ceo clerk female women
🧑‍🔬 scientist chemistry biologist chemist engineer lab mathematician physicist technician
👨‍🔬 man_scientist biologist chemist engineer physicist human lab male mathematician men research technician
👩‍🔬 woman_scientist biologist chemist engineer physicist human female lab mathematician research technician women
🧑‍💻 technologist computer coder engineer laptop software technology developer
👨‍💻 man_technologist coder developer engineer programmer software human laptop computer blogger male men technology
👩‍💻 woman_technologist coder developer engineer programmer software human laptop computer blogger female technology women
🧑‍🎤 singer song artist performer actor entertainer music musician rock rocker rockstar star
👨‍🎤 man_singer rockstar entertainer human actor aladdin bowie male men music musician rock rocker sane star
👩‍🎤 woman_singer rockstar entertainer human actor female music musician rock rocker star women
🧑‍🎨 artist painting draw creativity art paint painter palette
👨‍🎨 man_artist painter human art male men paint palette
👩‍🎨 woman_artist painter human art female paint palette women
🧑‍✈️ pilot fly plane airplane aviation aviator
👨‍✈️ man_pilot aviator plane human airplane aviation male men
👩‍✈️ woman_pilot aviator plane human airplane aviation female women
🧑‍🚀 astronaut outerspace moon planets rocket space stars
👨‍🚀 man_astronaut space rocket human cosmonaut male men moon planets stars
👩‍🚀 woman_astronaut space rocket human cosmonaut female moon planets stars women
🧑‍🚒 firefighter fire firetruck
👨‍🚒 man_firefighter fireman human fire firetruck male men
👩‍🚒 woman_firefighter fireman human female fire firetruck women
👮 police_officer cop law policeman policewoman
👮‍♂️ man_police_officer law legal enforcement arrest 911 cop male men policeman
👮‍♀️ woman_police_officer law legal enforcement arrest 911 female cop policewoman women
🕵️ detective human spy eye or private sleuth
🕵️‍♂️ man_detective crime male men sleuth spy
🕵️‍♀️ woman_detective human spy female sleuth women
💂 guard protect british guardsman
💂‍♂️ man_guard uk gb british male guy royal guardsman men
💂‍♀️ woman_guard uk gb british female royal guardsman guardswoman women
🥷 ninja ninjutsu skills japanese fighter hidden stealth
👷 construction_worker labor build builder face hard hat helmet safety add_ci update_ci
👷‍♂️ man_construction_worker male human wip guy build labor helmet men
👷‍♀️ woman_construction_worker female human wip build labor helmet women
🫅 person_with_crown royalty power monarch noble regal
🤴 prince boy man male crown royal king fairy fantasy men tale
👸 princess girl woman female blond crown royal queen blonde fairy fantasy tale tiara women
👳 person_wearing_turban headdress arab man muslim sikh
👳‍♂️ man_wearing_turban male indian hinduism arabs men
👳‍♀️ woman_wearing_turban female indian hinduism arabs women
👲 person_with_skullcap man_with_skullcap male boy chinese asian cap gua hat mao pi
🧕 woman_with_headscarf female hijab mantilla tichel
🤵 person_in_tuxedo man_in_tuxedo couple marriage wedding groom male men suit
🤵‍♂️ man_in_tuxedo formal fashion groom male men person suit wedding
🤵‍♀️ woman_in_tuxedo formal fashion female wedding women
👰 person_with_veil bride_with_veil couple marriage wedding woman bride
👰‍♂️ man_with_veil wedding marriage bride male men
👰‍♀️ woman_with_veil wedding marriage bride female women
🤰 pregnant_woman baby female pregnancy women
🫃 pregnant_man baby belly bloated full
🫄 pregnant_person baby belly bloated full
🤱 breast_feeding nursing baby breastfeeding child female infant milk mother woman women
👩‍🍼 woman_feeding_baby birth food bottle child female infant milk nursing women
👨‍🍼 man_feeding_baby birth food bottle child infant male men milk nursing
🧑‍🍼 person_feeding_baby birth food bottle child infant milk nursing
👼 baby_angel heaven wings halo cherub cupid face fairy fantasy putto tale
🎅 santa_claus festival man male xmas activity celebration men nicholas saint sinterklaas
🤶 mrs_claus woman female xmas activity celebration santa women
🧑‍🎄 mx_claus christmas activity celebration santa
🦸 superhero marvel fantasy good hero heroine superpower superpowers
🦸‍♂️ man_superhero male good hero superpowers fantasy men superpower
🦸‍♀️ woman_superhero female good heroine superpowers fantasy hero superpower women
🦹 supervillain marvel bad criminal evil fantasy superpower superpowers villain
🦹‍♂️ man_supervillain male evil bad criminal hero superpowers fantasy men superpower villain
🦹‍♀️ woman_supervillain female evil bad criminal heroine superpowers fantasy superpower villain women
🧙 mage magic fantasy sorcerer sorceress witch wizard
🧙‍♂️ man_mage male sorcerer fantasy men wizard
🧙‍♀️ woman_mage female witch fantasy sorceress wizard women
🧚 fairy wings magical fantasy oberon puck titania
🧚‍♂️ man_fairy male fantasy men oberon puck
🧚‍♀️ woman_fairy female fantasy titania wings women
🧛 vampire blood twilight dracula fantasy undead
🧛‍♂️ man_vampire male dracula fantasy men undead
🧛‍♀️ woman_vampire female fantasy undead unded women
🧜 merperson sea fantasy merboy mergirl mermaid merman merwoman
🧜‍♂️ merman man male triton fantasy men mermaid
🧜‍♀️ mermaid woman female merwoman ariel fantasy women
🧝 elf magical ears fantasy legolas pointed
🧝‍♂️ man_elf male ears fantasy magical men pointed
🧝‍♀️ woman_elf female ears fantasy magical pointed women
🧞 genie magical wishes djinn djinni fantasy jinni
🧞‍♂️ man_genie male djinn fantasy men
🧞‍♀️ woman_genie female djinn fantasy women
🧟 zombie dead fantasy undead walking
🧟‍♂️ man_zombie male dracula undead fantasy men
🧟‍♀️ woman_zombie female undead fantasy women
🧌 troll mystical monster fairy fantasy tale shrek
💆 person_getting_massage relax face head massaging salon spa
💆‍♂️ man_getting_massage male boy head face men salon spa
💆‍♀️ woman_getting_massage female girl head face salon spa women
💇 person_getting_haircut hairstyle barber beauty cutting hair hairdresser parlor
💇‍♂️ man_getting_haircut male boy barber beauty men parlor
💇‍♀️ woman_getting_haircut female girl barber beauty parlor women
🚶 person_walking move hike pedestrian walk walker
🚶‍♂️ man_walking human feet steps hike male men pedestrian walk
🚶‍♀️ woman_walking human feet steps female hike pedestrian walk women
🚶‍➡️ person_walking_facing_right peerson exercise
🚶‍♀️‍➡️ woman_walking_facing_right person exercise
🚶‍♂️‍➡️ man_walking_facing_right person exercise
🧍 person_standing still stand
🧍‍♂️ man_standing still male men stand
🧍‍♀️ woman_standing still female stand women
🧎 person_kneeling pray respectful kneel
🧎‍♂️ man_kneeling pray respectful kneel male men
🧎‍♀️ woman_kneeling respectful pray female kneel women
🧎‍➡️ person_kneeling_facing_right pray
🧎‍♀️‍➡️ woman_kneeling_facing_right pray worship
🧎‍♂️‍➡️ man_kneeling_facing_right pray worship
🧑‍🦯 person_with_white_cane person_with_probing_cane blind accessibility
🧑‍🦯‍➡️ person_with_white_cane_facing_right walk walk blind
👨‍🦯 man_with_white_cane man_with_probing_cane blind accessibility male men
👨‍🦯‍➡️ man_with_white_cane_facing_right blind walk stick
👩‍🦯 woman_with_white_cane woman_with_probing_cane blind accessibility female women
👩‍🦯‍➡️ woman_with_white_cane_facing_right stick blind
🧑‍🦼 person_in_motorized_wheelchair disability accessibility
🧑‍🦼‍➡️ person_in_motorized_wheelchair_facing_right accessibility disability
👨‍🦼 man_in_motorized_wheelchair disability accessibility male men
👨‍🦼‍➡️ man_in_motorized_wheelchair_facing_right disability accessibility mobility
👩‍🦼 woman_in_motorized_wheelchair disability accessibility female women
👩‍🦼‍➡️ woman_in_motorized_wheelchair_facing_right mobility accessibility disability
🧑‍🦽 person_in_manual_wheelchair disability accessibility
🧑‍🦽‍➡️ person_in_manual_wheelchair_facing_right mobility accessibility disability
👨‍🦽 man_in_manual_wheelchair disability accessibility male men
👨‍🦽‍➡️ man_in_manual_wheelchair_facing_right mobility accessibility disability
👩‍🦽 woman_in_manual_wheelchair disability accessibility female women
👩‍🦽‍➡️ woman_in_manual_wheelchair_facing_right disability mobility accessibility
🏃 person_running move exercise jogging marathon run runner workout
🏃‍♂️ man_running walking exercise race male marathon men racing runner workout
🏃‍♀️ woman_running walking exercise race female boy marathon racing runner women workout
🏃‍➡️ person_running_facing_right exercise jog
🏃‍♀️‍➡️ woman_running_facing_right exercise jog
🏃‍♂️‍➡️ man_running_facing_right jog exercise
💃 woman_dancing female girl fun dance dancer dress red salsa women
🕺 man_dancing male boy fun dancer dance disco men
🕴️ person_in_suit_levitating man_in_suit_levitating business levitate hover jump boy hovering jabsco male men rude walt
👯 people_with_bunny_ears perform costume dancer dancing ear partying wearing women
👯‍♂️ men_with_bunny_ears male boys dancer dancing ear man partying wearing
👯‍♀️ women_with_bunny_ears female girls dancer dancing ear partying people wearing
🧖 person_in_steamy_room relax spa hamam sauna steam steambath
🧖‍♂️ man_in_steamy_room male spa steamroom sauna hamam men steam steambath
🧖‍♀️ woman_in_steamy_room female spa steamroom sauna hamam steam steambath women
🧗 person_climbing sport bouldering climber rock
🧗‍♂️ man_climbing sports hobby male rock bouldering climber men
🧗‍♀️ woman_climbing sports hobby female rock bouldering climber women
🤺 person_fencing sports sword fencer
🏇 horse_racing animal betting competition gambling luck jockey race racehorse
⛷️ skier sports winter snow ski
🏂 snowboarder sports winter ski snow snowboard snowboarding
🏌️ person_golfing sports business ball club golf golfer
🏌️‍♂️ man_golfing sport ball golf golfer male men
🏌️‍♀️ woman_golfing sports business female ball golf golfer women
🏄 person_surfing sport sea surf surfer
🏄‍♂️ man_surfing sports ocean sea summer beach male men surfer
🏄‍♀️ woman_surfing sports ocean sea summer beach female surfer women
🚣 person_rowing_boat sport move paddles rowboat vehicle
🚣‍♂️ man_rowing_boat sports hobby water ship male men rowboat vehicle
🚣‍♀️ woman_rowing_boat sports hobby water ship female rowboat vehicle women
🏊 person_swimming sport pool swim swimmer
🏊‍♂️ man_swimming sports exercise human athlete water summer male men swim swimmer
🏊‍♀️ woman_swimming sports exercise human athlete water summer female swim swimmer women
⛹️ person_bouncing_ball sports human basketball player
⛹️‍♂️ man_bouncing_ball sport basketball male men player
⛹️‍♀️ woman_bouncing_ball sports human female basketball player women
🏋️ person_lifting_weights sports training exercise bodybuilder gym lifter weight weightlifter workout
🏋️‍♂️ man_lifting_weights sport gym lifter male men weight weightlifter workout
🏋️‍♀️ woman_lifting_weights sports training exercise female gym lifter weight weightlifter women workout
🚴 person_biking bicycle bike cyclist sport move bicyclist
🚴‍♂️ man_biking bicycle bike cyclist sports exercise hipster bicyclist male men
🚴‍♀️ woman_biking bicycle bike cyclist sports exercise hipster female bicyclist women
🚵 person_mountain_biking bicycle bike cyclist sport move bicyclist biker
🚵‍♂️ man_mountain_biking bicycle bike cyclist transportation sports human race bicyclist biker male men
🚵‍♀️ woman_mountain_biking bicycle bike cyclist transportation sports human race female bicyclist biker women
🤸 person_cartwheeling sport gymnastic cartwheel doing gymnast gymnastics
🤸‍♂️ man_cartwheeling gymnastics cartwheel doing male men
🤸‍♀️ woman_cartwheeling gymnastics cartwheel doing female women
🤼 people_wrestling sport wrestle wrestler wrestlers
🤼‍♂️ men_wrestling sports wrestlers male man wrestle wrestler
🤼‍♀️ women_wrestling sports wrestlers female woman wrestle wrestler
🤽 person_playing_water_polo sport
🤽‍♂️ man_playing_water_polo sports pool male men
🤽‍♀️ woman_playing_water_polo sports pool female women
🤾 person_playing_handball sport ball
🤾‍♂️ man_playing_handball sports ball male men
🤾‍♀️ woman_playing_handball sports ball female women
🤹 person_juggling performance balance juggle juggler multitask skill
🤹‍♂️ man_juggling juggle balance skill multitask juggler male men
🤹‍♀️ woman_juggling juggle balance skill multitask female juggler women
🧘 person_in_lotus_position meditate meditation serenity yoga
🧘‍♂️ man_in_lotus_position male meditation yoga serenity zen mindfulness men
🧘‍♀️ woman_in_lotus_position female meditation yoga serenity zen mindfulness women
🛀 person_taking_bath clean shower bathroom bathing bathtub hot
🛌 person_in_bed rest accommodation hotel sleep sleeping
🧑‍🤝‍🧑 people_holding_hands friendship couple date gender hand hold inclusive neutral nonconforming
👭 women_holding_hands pair friendship couple love like female people human date hand hold lesbian lgbt pride two woman
👫 woman_and_man_holding_hands pair people human love date dating like affection valentines marriage couple female hand heterosexual hold male men straight women
👬 men_holding_hands pair couple love like bromance friendship people human date gay hand hold lgbt male man pride two
💏 kiss pair valentines love like dating marriage couple couplekiss female gender heart kissing male man men neutral romance woman women
👩‍❤️‍💋‍👨 kiss_woman_man love couple couplekiss female heart kissing male men romance women
👨‍❤️‍💋‍👨 kiss_man_man pair valentines love like dating marriage couple couplekiss gay heart kissing lgbt male men pride romance two
👩‍❤️‍💋‍👩 kiss_woman_woman pair valentines love like dating marriage couple couplekiss female heart kissing lesbian lgbt pride romance two women
💑 couple_with_heart pair love like affection human dating valentines marriage female gender loving male man men neutral romance woman women
👩‍❤️‍👨 couple_with_heart_woman_man love female male men romance women
👨‍❤️‍👨 couple_with_heart_man_man pair love like affection human dating valentines marriage gay lgbt male men pride romance two
👩‍❤️‍👩 couple_with_heart_woman_woman pair love like affection human dating valentines marriage female lesbian lgbt pride romance two women
👨‍👩‍👦 family_man_woman_boy love father mother son
👨‍👩‍👧 family_man_woman_girl home parents people human child daughter father female male men mother women
👨‍👩‍👧‍👦 family_man_woman_girl_boy home parents people human children child daughter father female male men mother son women
👨‍👩‍👦‍👦 family_man_woman_boy_boy home parents people human children child father female male men mother sons two women
👨‍👩‍👧‍👧 family_man_woman_girl_girl home parents people human children child daughters father female male men mother two women
👨‍👨‍👦 family_man_man_boy home parents people human children child father fathers gay lgbt male men pride son two
👨‍👨‍👧 family_man_man_girl home parents people human children child daughter father fathers gay lgbt male men pride two
👨‍👨‍👧‍👦 family_man_man_girl_boy home parents people human children child daughter father fathers gay lgbt male men pride son two
👨‍👨‍👦‍👦 family_man_man_boy_boy home parents people human children child father fathers gay lgbt male men pride sons two
👨‍👨‍👧‍👧 family_man_man_girl_girl home parents people human children child daughters father fathers gay lgbt male men pride two
👩‍👩‍👦 family_woman_woman_boy home parents people human children child female lesbian lgbt mother mothers pride son two women
👩‍👩‍👧 family_woman_woman_girl home parents people human children child daughter female lesbian lgbt mother mothers pride two women
👩‍👩‍👧‍👦 family_woman_woman_girl_boy home parents people human children child daughter female lesbian lgbt mother mothers pride son two women
👩‍👩‍👦‍👦 family_woman_woman_boy_boy home parents people human children child female lesbian lgbt mother mothers pride sons two women
👩‍👩‍👧‍👧 family_woman_woman_girl_girl home parents people human children child daughters female lesbian lgbt mother mothers pride two women
👨‍👦 family_man_boy home parent people human child father male men son
👨‍👦‍👦 family_man_boy_boy home parent people human children child father male men sons two
👨‍👧 family_man_girl home parent people human child daughter father female male
👨‍👧‍👦 family_man_girl_boy home parent people human children child daughter father male men son
👨‍👧‍👧 family_man_girl_girl home parent people human children child daughters father female male two
👩‍👦 family_woman_boy home parent people human child female mother son women
👩‍👦‍👦 family_woman_boy_boy home parent people human children child female mother sons two women
👩‍👧 family_woman_girl home parent people human child daughter female mother women
👩‍👧‍👦 family_woman_girl_boy home parent people human children child daughter female male mother son
👩‍👧‍👧 family_woman_girl_girl home parent people human children child daughters female mother two women
🗣️ speaking_head user person human sing say talk face mansplaining shout shouting silhouette speak
👤 bust_in_silhouette user person human shadow
👥 busts_in_silhouette user person human group team bust people shadows silhouettes two users contributors
🫂 people_hugging care goodbye hello hug thanks
👪 family home parents child mom dad father mother people human boy female male man men woman women
🧑‍🧑‍🧒 family_adult_adult_child kid parents
🧑‍🧑‍🧒‍🧒 family_adult_adult_child_child children parents
🧑‍🧒 family_adult_child parent kid
🧑‍🧒‍🧒 family_adult_child_child parent children
👣 footprints feet tracking walking beach body clothing footprint footsteps print tracks
#animals_nature
🐵 monkey_face animal nature circus head
🐒 monkey animal nature banana circus cheeky
🦍 gorilla animal nature circus
🦧 orangutan animal ape
🐶 dog_face animal friend nature woof puppy pet faithful
🐕 dog animal nature friend doge pet faithful dog2 doggo
🦮 guide_dog animal blind accessibility eye seeing
🐕‍🦺 service_dog blind animal accessibility assistance
🐩 poodle dog animal 101 nature pet miniature standard toy
🐺 wolf animal nature wild face
🦊 fox animal nature face
🦝 raccoon animal nature curious face sly
🐱 cat_face animal meow nature pet kitten kitty
🐈 cat animal meow pet cats cat2 domestic feline housecat
🐈‍⬛ black_cat superstition luck halloween pet unlucky
🦁 lion animal nature face leo zodiac
🐯 tiger_face animal cat danger wild nature roar cute
🐅 tiger animal nature roar bengal tiger2
🐆 leopard animal nature african jaguar
🐴 horse_face animal brown nature head
🫎 moose canada sweden sven cool
🫏 donkey eeyore mule
🐎 horse animal gamble luck equestrian galloping racehorse racing speed
🦄 unicorn animal nature mystical face
🦓 zebra animal nature stripes safari face stripe
🦌 deer animal nature horns venison buck reindeer stag
🦬 bison ox buffalo herd wisent
🐮 cow_face beef ox animal nature moo milk happy
🐂 ox animal cow beef bull bullock oxen steer taurus zodiac
🐃 water_buffalo animal nature ox cow domestic
🐄 cow beef ox animal nature moo milk cow2 dairy
🐷 pig_face animal oink nature head
🐖 pig animal nature hog pig2 sow
🐗 boar animal nature pig warthog wild
🐽 pig_nose animal oink face snout
🐏 ram animal sheep nature aries male zodiac
🐑 ewe animal nature wool shipit female lamb sheep
🐐 goat animal nature capricorn zodiac
🐪 camel animal hot desert hump arabian bump dromedary one
🐫 two_hump_camel animal nature hot desert asian bactrian bump
🦙 llama animal nature alpaca guanaco wool
🦒 giraffe animal nature spots safari face
🐘 elephant animal nature nose th circus
🦣 mammoth elephant tusks extinct extinction large tusk woolly
🦏 rhinoceros animal nature horn rhino
🦛 hippopotamus animal nature hippo
🐭 mouse_face animal nature cheese_wedge rodent
🐁 mouse animal nature rodent dormouse mice mouse2
🐀 rat animal mouse rodent
🐹 hamster animal nature face pet
🐰 rabbit_face animal nature pet spring magic bunny easter
🐇 rabbit animal nature pet magic spring bunny rabbit2
🐿️ chipmunk animal nature rodent squirrel
🦫 beaver animal rodent dam
🦔 hedgehog animal nature spiny face
🦇 bat animal nature blind vampire batman
🐻 bear animal nature wild face teddy
🐻‍❄️ polar_bear animal arctic face white
🐨 koala animal nature bear face marsupial
🐼 panda animal nature face
🦥 sloth animal lazy slow
🦦 otter animal fishing playful
🦨 skunk animal smelly stink
🦘 kangaroo animal nature australia joey hop marsupial jump roo
🦡 badger animal nature honey pester
🐾 paw_prints animal tracking footprints dog cat pet feet kitten print puppy
🦃 turkey animal bird thanksgiving wild
🐔 chicken animal cluck nature bird hen
🐓 rooster animal nature chicken bird cock cockerel
🐣 hatching_chick animal chicken egg born baby bird
🐤 baby_chick animal chicken bird yellow
🐥 front_facing_baby_chick animal chicken bird hatched standing
🐦 bird animal nature fly tweet spring
🐧 penguin animal nature bird
🕊️ dove animal bird fly peace
🦅 eagle animal nature bird bald
🦆 duck animal nature bird mallard
🦢 swan animal nature bird cygnet duckling ugly
🦉 owl animal nature bird hoot wise
🦤 dodo animal bird extinct extinction large mauritius obsolete
🪶 feather bird fly flight light plumage
🦩 flamingo animal flamboyant tropical
🦚 peacock animal nature peahen bird ostentatious proud
🦜 parrot animal nature bird pirate talk
🪽 wing angel birds flying fly
🐦‍⬛ black_bird crow
🪿 goose silly jemima goosebumps honk
🐦‍🔥 phoenix immortal bird mythtical reborn
🐸 frog animal nature croak toad face
🐊 crocodile animal nature reptile lizard alligator croc
🐢 turtle animal slow nature tortoise terrapin
🦎 lizard animal nature reptile gecko
🐍 snake animal evil nature hiss python bearer ophiuchus serpent zodiac
🐲 dragon_face animal myth nature chinese green fairy head tale
🐉 dragon animal myth nature chinese green fairy tale
🦕 sauropod animal nature dinosaur brachiosaurus brontosaurus diplodocus extinct
🦖 t_rex animal nature dinosaur tyrannosaurus extinct trex
🐳 spouting_whale animal nature sea ocean cute face
🐋 whale animal nature sea ocean whale2
🐬 dolphin animal nature fish sea ocean flipper fins beach
🦭 seal animal creature sea lion
🐟 fish animal food nature freshwater pisces zodiac
🐠 tropical_fish animal swim ocean beach nemo blue yellow
🐡 blowfish animal nature food sea ocean fish fugu pufferfish
🦈 shark animal nature fish sea ocean jaws fins beach great white
🐙 octopus animal creature ocean sea nature beach
🐚 spiral_shell nature sea beach seashell
🪸 coral ocean sea reef
🪼 jellyfish sting tentacles
🦀 crab animal crustacean cancer zodiac
🦞 lobster animal nature bisque claws seafood
🦐 shrimp animal ocean nature seafood food prawn shellfish small
🦑 squid animal nature ocean sea food molusc
🦪 oyster food diving pearl
🐌 snail slow animal shell garden slug
🦋 butterfly animal insect nature caterpillar pretty
🐛 bug animal insect nature worm caterpillar
🐜 ant animal insect nature bug
🐝 honeybee animal insect nature bug spring honey bee bumblebee
🪲 beetle insect bug
🐞 lady_beetle animal insect nature ladybug bug ladybird
🦗 cricket animal chirp grasshopper insect orthoptera
🪳 cockroach insect pests pest roach
🕷️ spider animal arachnid insect
🕸️ spider_web animal insect arachnid silk cobweb spiderweb
🦂 scorpion animal arachnid scorpio scorpius zodiac
🦟 mosquito animal nature insect malaria disease fever pest virus
🪰 fly insect disease maggot pest rotting
🪱 worm animal annelid earthworm parasite
🦠 microbe amoeba bacteria germs virus covid cell coronavirus germ microorganism
💐 bouquet flowers nature spring flower plant romance
🌸 cherry_blossom nature plant spring flower pink sakura
💮 white_flower japanese spring blossom cherry doily done paper stamp well
🪷 lotus flower calm meditation buddhism hinduism india purity vietnam
🏵️ rosette flower decoration military plant
🌹 rose flowers valentines love spring flower plant red
🥀 wilted_flower plant nature rose dead drooping
🌺 hibiscus plant vegetable flowers beach flower
🌻 sunflower nature plant fall flower sun yellow
🌼 blossom nature flowers yellow daisy flower plant
🌷 tulip flowers plant nature summer spring flower
🪻 hyacinth flower lavender
🌱 seedling plant nature grass lawn spring sprout sprouting young seed
🪴 potted_plant greenery house boring grow houseplant nurturing useless
🌲 evergreen_tree plant nature fir pine wood
🌳 deciduous_tree plant nature rounded shedding wood
🌴 palm_tree plant vegetable nature summer beach mojito tropical coconut
🌵 cactus vegetable plant nature desert
🌾 sheaf_of_rice nature plant crop ear farming grain wheat
🌿 herb vegetable plant medicine weed grass lawn crop leaf
☘️ shamrock vegetable plant nature irish clover trefoil
🍀 four_leaf_clover vegetable plant nature lucky irish ireland luck
🍁 maple_leaf nature plant vegetable ca fall canada canadian falling
🍂 fallen_leaf nature plant vegetable leaves autumn brown fall falling
🍃 leaf_fluttering_in_wind nature plant tree vegetable grass lawn spring blow flutter green leaves
🪹 empty_nest bird nesting
🪺 nest_with_eggs bird nesting
🍄 mushroom plant vegetable fungus shroom toadstool
#food_drink
🍇 grapes fruit food wine grape plant
🍈 melon fruit nature food cantaloupe honeydew muskmelon plant
🍉 watermelon fruit food picnic summer plant
🍊 tangerine food fruit nature orange mandarin plant
🍋 lemon fruit nature citrus lemonade plant
🍋‍🟩 lime fruit acidic citric
🍌 banana fruit food monkey plant plantain
🍍 pineapple fruit nature food plant
🥭 mango fruit food tropical
🍎 red_apple fruit mac school delicious plant
🍏 green_apple fruit nature delicious golden granny plant smith
🍐 pear fruit nature food plant
🍑 peach fruit nature food bottom butt plant
🍒 cherries food fruit berries cherry plant red wild
🍓 strawberry fruit food nature berry plant
🫐 blueberries fruit berry bilberry blue blueberry
🥝 kiwi_fruit food chinese gooseberry kiwifruit
🍅 tomato fruit vegetable nature food plant
🫒 olive fruit food olives
🥥 coconut fruit nature food palm cocoanut colada
🥑 avocado fruit food
🍆 eggplant vegetable nature food aubergine phallic plant purple
🥔 potato food tuber vegatable starch baked idaho vegetable
🥕 carrot vegetable food orange
🌽 ear_of_corn food vegetable plant cob maize maze
🌶️ hot_pepper food spicy chilli chili plant
🫑 bell_pepper fruit plant capsicum vegetable
🥒 cucumber fruit food pickle gherkin vegetable
🥬 leafy_green food vegetable plant cabbage kale lettuce chinese cos greens romaine
🥦 broccoli fruit food vegetable cabbage wild
🧄 garlic food spice cook flavoring plant vegetable
🧅 onion cook food spice flavoring plant vegetable
🥜 peanuts food nut nuts peanut vegetable
🫘 beans food kidney legume
🌰 chestnut food squirrel acorn nut plant
🫚 ginger_root spice yellow cooking gingerbread
🫛 pea_pod cozy green
🍄‍🟫 brown_mushroom toadstool fungus
🍞 bread food wheat breakfast toast loaf
🥐 croissant food bread french breakfast crescent roll
🥖 baguette_bread food french france bakery
🫓 flatbread flour food bakery arepa bread flat lavash naan pita
🥨 pretzel food bread twisted germany bakery soft twist
🥯 bagel food bread bakery schmear jewish_bakery breakfast cheese cream
🥞 pancakes food breakfast flapjacks hotcakes brunch hotcake pancake
🧇 waffle food breakfast brunch indecisive iron
🧀 cheese_wedge food chadder swiss
🍖 meat_on_bone good food drumstick barbecue bbq manga
🍗 poultry_leg food meat drumstick bird chicken turkey bone
🥩 cut_of_meat food cow chop lambchop porkchop steak
🥓 bacon food breakfast pork pig meat brunch rashers
🍔 hamburger meat beef cheeseburger mcdonalds
🍟 french_fries chips snack potato
🍕 pizza food party italy cheese pepperoni slice
🌭 hot_dog food frankfurter america hotdog redhot sausage wiener
🥪 sandwich food lunch bread toast bakery cheese deli meat vegetables
🌮 taco food mexican
🌯 burrito food mexican wrap
🫔 tamale food masa mexican tamal wrapped
🥙 stuffed_flatbread food gyro mediterranean doner falafel kebab pita sandwich shawarma
🧆 falafel food mediterranean chickpea falfel meatball
🥚 egg food chicken breakfast easter_egg
🍳 cooking food breakfast kitchen egg skillet fried frying pan
🥘 shallow_pan_of_food cooking casserole paella skillet curry
🍲 pot_of_food meat soup bowl stew
🫕 fondue cheese pot food chocolate melted swiss
🥣 bowl_with_spoon food breakfast cereal oatmeal porridge congee tableware
🥗 green_salad food healthy lettuce vegetable
🍿 popcorn food films snack drama corn popping
🧈 butter food cook dairy
🧂 salt condiment shaker
🥫 canned_food soup tomatoes can preserve tin tinned
🍱 bento_box food japanese lunch assets
🍘 rice_cracker food japanese snack senbei
🍙 rice_ball food japanese onigiri omusubi
🍚 cooked_rice food asian boiled bowl steamed
🍛 curry_rice food spicy hot indian
🍜 steaming_bowl food japanese noodle chopsticks ramen noodles soup
🍝 spaghetti food italian pasta noodle
🍠 roasted_sweet_potato food nature plant goguma yam
🍢 oden skewer food japanese kebab seafood stick
🍣 sushi food fish japanese rice sashimi seafood
🍤 fried_shrimp food animal appetizer summer prawn tempura
🍥 fish_cake_with_swirl food japan sea beach narutomaki pink kamaboko surimi ramen design fishcake pastry
🥮 moon_cake food autumn dessert festival mooncake
🍡 dango food dessert sweet japanese barbecue meat balls green pink skewer stick white
🥟 dumpling food empanada pierogi potsticker gyoza jiaozi
🥠 fortune_cookie food prophecy dessert
🥡 takeout_box food leftovers chinese container out oyster pail take
🍦 soft_ice_cream food hot dessert summer icecream serve sweet whippy
🍧 shaved_ice hot dessert summer cone snow sweet
🍨 ice_cream food hot dessert bowl sweet
🍩 doughnut food dessert snack sweet donut breakfast
🍪 cookie food snack oreo chocolate sweet dessert biscuit chip
🎂 birthday_cake food dessert candles celebration party pastry sweet
🍰 shortcake food dessert cake pastry piece slice strawberry sweet
🧁 cupcake food dessert bakery sweet cake fairy pastry
🥧 pie food dessert pastry filling sweet
🍫 chocolate_bar food snack dessert sweet candy
🍬 candy snack dessert sweet lolly
🍭 lollipop food snack candy sweet dessert lollypop sucker
🍮 custard dessert food pudding flan caramel creme sweet
🍯 honey_pot bees sweet kitchen honeypot
🍼 baby_bottle food container milk drink feeding
🥛 glass_of_milk beverage drink cow
☕ hot_beverage caffeine latte espresso coffee mug cafe chocolate drink steaming tea
🫖 teapot drink hot kettle pot tea
🍵 teacup_without_handle drink bowl breakfast green british beverage cup matcha tea
🍶 sake wine drink drunk beverage japanese alcohol booze bar bottle cup rice
🍾 bottle_with_popping_cork drink wine celebration bar bubbly champagne party sparkling
🍷 wine_glass drink beverage drunk alcohol booze bar red
🍸 cocktail_glass drink drunk alcohol beverage booze mojito bar martini
🍹 tropical_drink beverage cocktail summer beach alcohol booze mojito bar fruit punch tiki vacation
🍺 beer_mug relax beverage drink drunk party pub summer alcohol booze bar stein
🍻 clinking_beer_mugs relax beverage drink drunk party pub summer alcohol booze bar beers cheers clink drinks mug
🥂 clinking_glasses beverage drink party alcohol celebrate cheers wine champagne toast celebration clink glass
🥃 tumbler_glass drink beverage drunk alcohol liquor booze bourbon scotch whisky shot rum whiskey
🫗 pouring_liquid cup water drink empty glass spill
🥤 cup_with_straw drink soda go juice malt milkshake pop smoothie soft tableware water
🧋 bubble_tea taiwan boba straw momi pearl tapioca
🧃 beverage_box drink juice straw sweet
🧉 mate drink tea beverage bombilla yerba
🧊 ice water cold cube iceberg
🥢 chopsticks food hashi jeotgarak kuaizi
🍽️ fork_and_knife_with_plate food eat meal lunch dinner restaurant cooking cutlery dining tableware
🍴 fork_and_knife cutlery kitchen cooking silverware tableware
🥄 spoon cutlery kitchen tableware
🔪 kitchen_knife blade cutlery weapon butchers chop cooking cut hocho tool
🫙 jar container sauce condiment empty store
🏺 amphora vase jar aquarius cooking drink jug tool zodiac
#travel_places
🌍 globe_showing_europe_africa world earth international planet
🌎 globe_showing_americas world earth international planet
🌏 globe_showing_asia_australia world east earth international planet
🌐 globe_with_meridians earth international world internet interweb i18n global web wide www internationalization localization
🗺️ world_map location direction travel
🗾 map_of_japan nation country japanese asia silhouette
🧭 compass magnetic navigation orienteering
🏔️ snow_capped_mountain photo nature environment winter cold
⛰️ mountain photo nature environment
🌋 volcano photo nature disaster eruption mountain weather
🗻 mount_fuji photo mountain nature japanese capped san snow
🏕️ camping photo outdoors tent campsite
🏖️ beach_with_umbrella weather summer sunny sand mojito
🏜️ desert photo warm saharah
🏝️ desert_island photo tropical mojito
🏞️ national_park photo environment nature
🏟️ stadium photo place sports concert venue grandstand sport
🏛️ classical_building art culture history
🏗️ building_construction wip working progress crane architectural
🧱 brick bricks clay construction mortar wall infrastructure
🪨 rock stone boulder construction heavy solid
🪵 wood nature timber trunk construction log lumber
🛖 hut house structure roundhouse yurt
🏘️ houses buildings photo building group house
🏚️ derelict_house abandon evict broken building abandoned haunted old
🏠 house building home
🏡 house_with_garden home plant nature building tree
🏢 office_building bureau work city high rise
🏣 japanese_post_office building envelope communication japan mark postal
🏤 post_office building email european
🏥 hospital building health surgery doctor cross emergency medical medicine red room
🏦 bank building money sales cash business enterprise bakkureru bk branch
🏨 hotel building accomodation checkin accommodation h
🏩 love_hotel like affection dating building heart hospital
🏪 convenience_store building shopping groceries corner e hour kwik mart shop
🏫 school building student education learn teach clock elementary high middle tower
🏬 department_store building shopping mall center shops
🏭 factory building industry pollution smoke industrial smog
🏯 japanese_castle photo building fortress
🏰 castle building royalty history european turrets
💒 wedding love like affection couple marriage bride groom activity chapel church heart romance
🗼 tokyo_tower photo japanese eiffel red
🗽 statue_of_liberty american newyork new york
⛪ church building religion christ christian cross
🕌 mosque islam worship minaret domed muslim religion roof
🛕 hindu_temple religion
🕍 synagogue judaism worship temple jewish jew religion synagog
⛩️ shinto_shrine temple japan kyoto kami michi no religion
🕋 kaaba mecca mosque islam muslim religion
⛲ fountain photo summer water fresh feature park
⛺ tent photo camping outdoors
🌁 foggy photo mountain bridge city fog karl under weather
🌃 night_with_stars evening city downtown star starry weather
🏙️ cityscape photo urban building city skyline
🌄 sunrise_over_mountains view vacation photo morning mountain sun weather
🌅 sunrise morning view vacation photo sun sunset weather
🌆 cityscape_at_dusk photo evening sky buildings building city landscape orange sun sunset weather
🌇 sunset photo dawn building buildings city dusk over sun sunrise weather
🌉 bridge_at_night photo sanfrancisco gate golden weather
♨️ hot_springs bath warm relax hotsprings onsen steam steaming
🎠 carousel_horse photo carnival activity entertainment fairground go merry round
🛝 playground_slide fun park amusement play
🎡 ferris_wheel photo carnival londoneye activity amusement big entertainment fairground observation park
🎢 roller_coaster carnival playground photo fun activity amusement entertainment park rollercoaster theme
💈 barber_pole hair salon style haircut hairdresser shop stripes
🎪 circus_tent festival carnival party activity big entertainment top
🚂 locomotive transportation vehicle train engine railway steam
🚃 railway_car transportation vehicle carriage electric railcar railroad train tram trolleybus wagon
🚄 high_speed_train transportation vehicle bullettrain railway shinkansen side
🚅 bullet_train transportation vehicle speed fast public travel bullettrain front high nose railway shinkansen
🚆 train transportation vehicle diesel electric passenger railway regular train2
🚇 metro transportation blue-square mrt underground tube subway train vehicle
🚈 light_rail transportation vehicle railway
🚉 station transportation vehicle public platform railway train
🚊 tram transportation vehicle trolleybus
🚝 monorail transportation vehicle
🚞 mountain_railway transportation vehicle car funicular train
🚋 tram_car transportation vehicle carriage public travel train trolleybus
🚌 bus car vehicle transportation school
🚍 oncoming_bus vehicle transportation front
🚎 trolleybus bart transportation vehicle bus tram trolley
🚐 minibus vehicle car transportation bus minivan mover people
🚑 ambulance health 911 hospital vehicle
🚒 fire_engine transportation cars vehicle department truck
🚓 police_car vehicle cars transportation law legal enforcement cop patrol side
🚔 oncoming_police_car vehicle law legal enforcement 911
🚕 taxi uber vehicle cars transportation new side taxicab york
🚖 oncoming_taxi vehicle cars uber front taxicab
🚗 automobile red transportation vehicle car side
🚘 oncoming_automobile car vehicle transportation front
🚙 sport_utility_vehicle transportation blue campervan car motorhome recreational rv
🛻 pickup_truck car transportation vehicle
🚚 delivery_truck cars transportation vehicle resources
🚛 articulated_lorry vehicle cars transportation express green semi truck
🚜 tractor vehicle car farming agriculture farm
🏎️ racing_car sports race fast formula f1 one
🏍️ motorcycle race sports fast motorbike racing
🛵 motor_scooter vehicle vespa sasha bike cycle
🦽 manual_wheelchair accessibility
🦼 motorized_wheelchair accessibility
🛺 auto_rickshaw move transportation tuk
🚲 bicycle bike sports exercise hipster push vehicle
🛴 kick_scooter vehicle razor
🛹 skateboard board skate
🛼 roller_skate footwear sports derby inline
🚏 bus_stop transportation wait busstop
🛣️ motorway road cupertino interstate highway
🛤️ railway_track train transportation
🛢️ oil_drum barrell
⛽ fuel_pump petroleum diesel fuelpump petrol
🛞 wheel car transport circle tire turn
🚨 police_car_light ambulance 911 emergency alert error pinged law legal beacon cars flashing revolving rotating siren vehicle warning
🚥 horizontal_traffic_light transportation signal
🚦 vertical_traffic_light transportation driving semaphore signal
🛑 stop_sign octagonal
🚧 construction wip progress caution warning barrier black roadwork sign striped yellow work_in_progress
⚓ anchor ship ferry sea boat admiralty fisherman pattern tool
🛟 ring_buoy float rescue safety
⛵ sailboat ship summer transportation water sailing boat dinghy resort sea vehicle yacht
🛶 canoe boat paddle water ship
🚤 speedboat ship transportation vehicle summer boat motorboat powerboat
🛳️ passenger_ship yacht cruise ferry vehicle
⛴️ ferry boat ship yacht passenger
🛥️ motor_boat ship motorboat vehicle
🚢 ship transportation titanic deploy boat cruise passenger vehicle
✈️ airplane vehicle transportation flight fly aeroplane plane
🛩️ small_airplane flight transportation fly vehicle aeroplane plane
🛫 airplane_departure airport flight landing aeroplane departures off plane taking vehicle
🛬 airplane_arrival airport flight boarding aeroplane arrivals arriving landing plane vehicle
🪂 parachute fly glide hang parasail skydive
💺 seat sit airplane transport bus flight fly aeroplane chair train
🚁 helicopter transportation vehicle fly
🚟 suspension_railway vehicle transportation
🚠 mountain_cableway transportation vehicle ski cable gondola
🚡 aerial_tramway transportation vehicle ski cable car gondola ropeway
🛰️ satellite communication gps orbit spaceflight artificial space vehicle
🚀 rocket launch ship staffmode outer_space fly shuttle vehicle deploy
🛸 flying_saucer transportation vehicle ufo alien extraterrestrial fantasy space
🛎️ bellhop_bell service hotel
🧳 luggage packing travel suitcase
⌛ hourglass_done time clock oldschool limit exam quiz test sand timer
⏳ hourglass_not_done oldschool time countdown flowing sand timer
⌚ watch time accessories apple clock timepiece wrist wristwatch
⏰ alarm_clock time wake morning
⏱️ stopwatch time deadline clock
⏲️ timer_clock alarm
🕰️ mantelpiece_clock time
🕛 twelve_o_clock 12 0000 1200 time noon midnight midday late early schedule clock12 face oclock
🕧 twelve_thirty 0030 1230 time late early schedule clock clock1230 face
🕐 one_o_clock 1 100 1300 time late early schedule clock1 face oclock
🕜 one_thirty 130 1330 time late early schedule clock clock130 face
🕑 two_o_clock 2 200 1400 time late early schedule clock2 face oclock
🕝 two_thirty 230 1430 time late early schedule clock clock230 face
🕒 three_o_clock 3 300 1500 time late early schedule clock3 face oclock
🕞 three_thirty 330 1530 time late early schedule clock clock330 face
🕓 four_o_clock 4 400 1600 time late early schedule clock4 face oclock
🕟 four_thirty 430 1630 time late early schedule clock clock430 face
🕔 five_o_clock 5 500 1700 time late early schedule clock5 face oclock
🕠 five_thirty 530 1730 time late early schedule clock clock530 face
🕕 six_o_clock 6 600 1800 time late early schedule dawn dusk clock6 face oclock
🕡 six_thirty 630 1830 time late early schedule clock clock630 face
🕖 seven_o_clock 7 700 1900 time late early schedule clock7 face oclock
🕢 seven_thirty 730 1930 time late early schedule clock clock730 face
🕗 eight_o_clock 8 800 2000 time late early schedule clock8 face oclock
🕣 eight_thirty 830 2030 time late early schedule clock clock830 face
🕘 nine_o_clock 9 900 2100 time late early schedule clock9 face oclock
🕤 nine_thirty 930 2130 time late early schedule clock clock930 face
🕙 ten_o_clock 10 1000 2200 time late early schedule clock10 face oclock
🕥 ten_thirty 1030 2230 time late early schedule clock clock1030 face
🕚 eleven_o_clock 11 1100 2300 time late early schedule clock11 face oclock
🕦 eleven_thirty 1130 2330 time late early schedule clock clock1130 face
🌑 new_moon nature twilight planet space night evening sleep dark eclipse solar symbol weather
🌒 waxing_crescent_moon nature twilight planet space night evening sleep symbol weather
🌓 first_quarter_moon nature twilight planet space night evening sleep symbol weather
🌔 waxing_gibbous_moon nature night sky gray twilight planet space evening sleep symbol weather
🌕 full_moon nature yellow twilight planet space night evening sleep symbol weather
🌖 waning_gibbous_moon nature twilight planet space night evening sleep waxing_gibbous_moon symbol weather
🌗 last_quarter_moon nature twilight planet space night evening sleep symbol weather
🌘 waning_crescent_moon nature twilight planet space night evening sleep symbol weather
🌙 crescent_moon night sleep sky evening magic space weather
🌚 new_moon_face nature twilight planet space night evening sleep creepy dark molester weather
🌛 first_quarter_moon_face nature twilight planet space night evening sleep weather
🌜 last_quarter_moon_face nature twilight planet space night evening sleep weather
🌡️ thermometer weather temperature hot cold
☀️ sun weather nature brightness summer beach spring black bright rays space sunny sunshine
🌝 full_moon_face nature twilight planet space night evening sleep bright moonface smiley smiling weather
🌞 sun_with_face nature morning sky bright smiley smiling space summer sunface weather
🪐 ringed_planet outerspace planets saturn saturnine space
⭐ star night yellow gold medium white
🌟 glowing_star night sparkle awesome good magic glittery glow shining star2
🌠 shooting_star night photo activity falling meteoroid space stars upon when wish you
🌌 milky_way photo space stars galaxy night sky universe weather
☁️ cloud weather sky cloudy overcast
⛅ sun_behind_cloud weather nature cloudy morning fall spring partly sunny
⛈️ cloud_with_lightning_and_rain weather thunder
🌤️ sun_behind_small_cloud weather white
🌥️ sun_behind_large_cloud weather white
🌦️ sun_behind_rain_cloud weather white
🌧️ cloud_with_rain weather
🌨️ cloud_with_snow weather cold
🌩️ cloud_with_lightning weather thunder
🌪️ tornado weather cyclone twister cloud whirlwind
🌫️ fog weather cloud
🌬️ wind_face gust air blow blowing cloud mother nature weather
🌀 cyclone weather swirl blue cloud vortex spiral whirlpool spin tornado hurricane typhoon dizzy twister
🌈 rainbow nature happy unicorn_face photo sky spring gay lgbt pride primary rain weather
🌂 closed_umbrella weather rain drizzle clothing pink
☂️ umbrella weather spring clothing open rain
☔ umbrella_with_rain_drops rainy weather spring clothing drop raining
⛱️ umbrella_on_ground weather summer beach parasol rain sun
⚡ high_voltage thunder weather fast zap danger electric electricity sign thunderbolt speed
❄️ snowflake winter season cold weather christmas xmas snow snowing
☃️ snowman winter season cold weather christmas xmas frozen snow snowflakes snowing
⛄ snowman_without_snow winter season cold weather christmas xmas frozen without_snow frosty olaf
☄️ comet space
🔥 fire hot cook flame burn lit snapstreak tool remove
💧 droplet water drip faucet spring cold comic drop sweat weather
🌊 water_wave sea nature tsunami disaster beach ocean waves weather
#activities
🎃 jack_o_lantern halloween light pumpkin creepy fall activity celebration entertainment gourd
🎄 christmas_tree festival vacation december xmas celebration activity entertainment
🎆 fireworks photo festival carnival congratulations activity celebration entertainment explosion
🎇 sparkler stars night shine activity celebration entertainment firework fireworks hanabi senko sparkle
🧨 firecracker dynamite boom explode explosion explosive fireworks
✨ sparkles stars shine shiny cool awesome good magic entertainment glitter sparkle star
🎈 balloon party celebration birthday circus activity entertainment red
🎉 party_popper congratulations birthday magic circus celebration tada activity entertainment hat hooray
🎊 confetti_ball festival party birthday circus activity celebration entertainment
🎋 tanabata_tree plant nature branch summer bamboo wish star_festival tanzaku activity banner celebration entertainment japanese
🎍 pine_decoration japanese plant nature vegetable panda new_years bamboo activity celebration kadomatsu year
🎎 japanese_dolls toy kimono activity celebration doll entertainment festival hinamatsuri imperial
🎏 carp_streamer fish japanese koinobori banner activity celebration entertainment flag flags socks wind
🎐 wind_chime nature ding spring bell activity celebration entertainment furin jellyfish
🎑 moon_viewing_ceremony photo japan asia tsukimi activity autumn celebration dumplings entertainment festival grass harvest mid rice scene
🧧 red_envelope gift ang good lai luck money packet pao see
🎀 ribbon decoration pink girl bowtie bow celebration
🎁 wrapped_gift present birthday christmas xmas box celebration entertainment
🎗️ reminder_ribbon sports cause support awareness celebration
🎟️ admission_tickets sports concert entrance entertainment ticket
🎫 ticket event concert pass activity admission entertainment stub tour world
🎖️ military_medal award winning army celebration decoration medallion
🏆 trophy win award contest place ftw ceremony championship prize winner winners
🏅 sports_medal award winning gold winner
🥇 1st_place_medal award winning first gold
🥈 2nd_place_medal award second silver
🥉 3rd_place_medal award third bronze
⚽ soccer_ball sports football
⚾ baseball sports balls ball softball
🥎 softball sports balls ball game glove sport underarm
🏀 basketball sports balls ball hoop orange
🏐 volleyball sports balls ball game
🏈 american_football sports balls ball gridiron superbowl
🏉 rugby_football sports team ball league union
🎾 tennis sports balls green ball racket racquet
🥏 flying_disc sports frisbee ultimate game golf sport
🎳 bowling sports fun play ball game pin pins skittles ten
🏏 cricket_game sports ball bat field
🏑 field_hockey sports ball game stick
🏒 ice_hockey sports game puck stick
🥍 lacrosse sports ball stick game goal sport
🏓 ping_pong sports pingpong ball bat game paddle table tennis
🏸 badminton sports birdie game racquet shuttlecock
🥊 boxing_glove sports fighting
🥋 martial_arts_uniform judo karate taekwondo
🥅 goal_net sports catch
⛳ flag_in_hole sports business summer golf
⛸️ ice_skate sports skating
🎣 fishing_pole food hobby summer entertainment fish rod
🤿 diving_mask sport ocean scuba snorkeling
🎽 running_shirt play pageant athletics marathon sash singlet
🎿 skis sports winter cold snow boot ski skiing
🛷 sled sleigh luge toboggan sledge
🥌 curling_stone sports game rock
🎯 bullseye direct_hit game play bar target activity archery bull dart darts entertainment eye
🪀 yo_yo toy fluctuate yoyo
🪁 kite wind fly soar toy
🔫 water_pistol violence weapon revolver gun handgun shoot squirt tool
🎱 pool_8_ball hobby game luck magic 8ball billiard billiards cue eight snooker
🔮 crystal_ball disco party magic circus fortune_teller clairvoyant fairy fantasy psychic purple tale tool
🪄 magic_wand supernature power witch wizard
🎮 video_game play console controller entertainment gamepad playstation u wii xbox
🕹️ joystick game play entertainment video
🎰 slot_machine bet gamble vegas luck casino activity gambling game poker
🎲 game_die dice random tabletop play luck entertainment gambling
🧩 puzzle_piece interlocking clue jigsaw
🧸 teddy_bear plush stuffed plaything toy
🪅 pinata mexico candy celebration party
🪩 mirror_ball disco dance party glitter
🪆 nesting_dolls matryoshka toy doll russia russian
♠️ spade_suit poker cards suits magic black card game spades
♥️ heart_suit poker cards magic suits black card game hearts
♦️ diamond_suit poker cards magic suits black card diamonds game
♣️ club_suit poker cards magic suits black card clubs game
♟️ chess_pawn expendable black dupe game piece
🃏 joker poker cards game play magic black card entertainment playing wildcard
🀄 mahjong_red_dragon game play chinese kanji tile
🎴 flower_playing_cards game sunset red activity card deck entertainment hanafuda hwatu japanese
🎭 performing_arts acting theater drama activity art comedy entertainment greek logo mask masks theatre tragedy
🖼️ framed_picture photography art frame museum painting
🎨 artist_palette design paint draw colors activity art entertainment museum painting improve
🧵 thread needle sewing spool string crafts
🪡 sewing_needle stitches embroidery sutures tailoring
🧶 yarn ball crochet knit crafts
🪢 knot rope scout tangled tie twine twist
#objects
👓 glasses fashion accessories eyesight nerdy dork geek clothing eye eyeglasses eyewear
🕶️ sunglasses face cool accessories dark eye eyewear glasses
🥽 goggles eyes protection safety clothing eye swimming welding
🥼 lab_coat doctor experiment scientist chemist clothing
🦺 safety_vest protection emergency
👔 necktie shirt suitup formal fashion cloth business clothing tie
👕 t_shirt fashion cloth casual tee clothing polo tshirt
👖 jeans fashion shopping clothing denim pants trousers
🧣 scarf neck winter clothes clothing
🧤 gloves hands winter clothes clothing hand
🧥 coat jacket clothing
🧦 socks stockings clothes clothing pair stocking
👗 dress clothes fashion shopping clothing gown skirt
👘 kimono dress fashion women female japanese clothing dressing gown
🥻 sari dress clothing saree shari
🩱 one_piece_swimsuit fashion bathing clothing suit swim
🩲 briefs clothing bathing brief suit swim swimsuit underwear
🩳 shorts clothing bathing pants suit swim swimsuit underwear
👙 bikini swimming female woman girl fashion beach summer bathers clothing swim swimsuit
👚 woman_s_clothes fashion shopping_bags female blouse clothing pink shirt womans
🪭 folding_hand_fan flamenco hot sensu
👛 purse fashion accessories money sales shopping clothing coin wallet
👜 handbag fashion accessory accessories shopping bag clothing purse
👝 clutch_bag accessories shopping clothing pouch small
🛍️ shopping_bags mall buy purchase bag hotel
🎒 backpack student education bag activity rucksack satchel school
🩴 thong_sandal footwear summer beach flip flops jandals sandals thongs
👞 man_s_shoe fashion male brown clothing dress mans
👟 running_shoe shoes sports sneakers athletic clothing runner sneaker sport tennis trainer
🥾 hiking_boot backpacking camping clothing
🥿 flat_shoe ballet slip-on slipper clothing
👠 high_heeled_shoe fashion shoes female pumps stiletto clothing heel heels woman
👡 woman_s_sandal shoes fashion clothing heeled sandals shoe womans
🩰 ballet_shoes dance clothing pointe shoe
👢 woman_s_boot shoes fashion boots clothing cowgirl heeled high knee shoe womans
🪮 hair_pick afro comb
👑 crown king kod leader royalty lord clothing queen royal
👒 woman_s_hat fashion accessories female lady spring bow clothing ladies womans
🎩 top_hat magic gentleman classy circus activity clothing entertainment formal groom tophat wear
🎓 graduation_cap school college degree university hat legal learn education academic activity board celebration clothing graduate mortar square
🧢 billed_cap baseball clothing hat
🪖 military_helmet army protection soldier warrior
⛑️ rescue_worker_s_helmet construction build aid cross face hat white
📿 prayer_beads dhikr religious clothing necklace religion rosary
💄 lipstick female girl fashion woman cosmetics gloss lip makeup style
💍 ring wedding propose marriage valentines diamond fashion jewelry gem engagement engaged romance
💎 gem_stone blue ruby diamond jewelry gemstone jewel romance
🔇 muted_speaker sound volume silence quiet cancellation mute off silent stroke
🔈 speaker_low_volume sound silence broadcast soft
🔉 speaker_medium_volume broadcast low one reduce sound wave
🔊 speaker_high_volume noise noisy broadcast entertainment increase loud sound three waves
📢 loudspeaker volume sound address announcement bullhorn communication loud megaphone pa public system
📣 megaphone sound speaker volume bullhorn cheering communication mega
📯 postal_horn instrument music bugle communication entertainment french post
🔔 bell sound notification christmas xmas chime liberty ringer wedding
🔕 bell_with_slash sound volume mute quiet silent cancellation disabled forbidden muted no not notifications off prohibited ringer stroke
🎼 musical_score treble clef compose activity entertainment music sheet
🎵 musical_note score tone sound activity beamed eighth entertainment music notes pair quavers
🎶 musical_notes music score activity entertainment multiple note singing
🎙️ studio_microphone sing recording artist talkshow mic music podcast
🎚️ level_slider scale music
🎛️ control_knobs dial music
🎤 microphone sound music sing talkshow activity entertainment karaoke mic singing
🎧 headphone music score gadgets activity earbud earphone earphones entertainment headphones ipod
📻 radio communication music podcast program digital entertainment video wireless
🎷 saxophone music instrument jazz blues activity entertainment sax
🎺 trumpet music brass activity entertainment horn instrument jazz
🪗 accordion music accordian box concertina squeeze
🎸 guitar music instrument activity bass electric entertainment rock
🎹 musical_keyboard piano instrument compose activity entertainment music
🎻 violin music instrument orchestra symphony activity entertainment quartet smallest string
🪕 banjo music instructment activity entertainment instrument stringed
🥁 drum music instrument drumsticks snare
🪘 long_drum music beat conga djembe rhythm
🪇 maracas music instrument percussion shaker
🪈 flute bamboo music instrument recorder
📱 mobile_phone technology apple gadgets dial cell communication iphone smartphone telephone responsive_design
📲 mobile_phone_with_arrow iphone incoming call calling cell communication left pointing receive rightwards telephone
☎️ telephone technology communication dial black phone rotary
📞 telephone_receiver technology communication dial call handset phone
📟 pager bbcall oldschool 90s beeper bleeper communication
📠 fax_machine communication technology facsimile
🔋 battery power energy sustain aa phone
🪫 low_battery drained dead electronic energy no red
🔌 electric_plug charger power ac adaptor cable electricity
💻 laptop technology screen display monitor computer desktop notebook pc personal
🖥️ desktop_computer technology computing screen imac
🖨️ printer paper ink computer
⌨️ keyboard technology computer type input text
🖱️ computer_mouse click button three
🖲️ trackball technology trackpad computer
💽 computer_disk technology record data 90s entertainment minidisc minidisk optical
💾 floppy_disk oldschool technology save 90s 80s computer
💿 optical_disk technology dvd disc 90s cd compact computer rom
📀 dvd cd disk disc computer entertainment optical rom video
🧮 abacus calculation count counting frame math
🎥 movie_camera film record activity cinema entertainment hollywood video
🎞️ film_frames movie cinema entertainment strip
📽️ film_projector video tape record movie cinema entertainment
🎬 clapper_board movie film record activity clapboard director entertainment slate
📺 television technology program oldschool show entertainment tv video
📷 camera gadgets photography digital entertainment photo video
📸 camera_with_flash photography gadgets photo video snapshots
📹 video_camera film record camcorder entertainment
📼 videocassette record video oldschool 90s 80s entertainment tape vcr vhs
🔍 magnifying_glass_tilted_left search zoom find detective icon mag magnifier pointing tool
🔎 magnifying_glass_tilted_right search zoom find detective icon mag magnifier pointing tool seo
🕯️ candle fire wax light
💡 light_bulb electricity idea comic electric
🔦 flashlight dark camping sight night electric light tool torch
🏮 red_paper_lantern light halloween spooky asian bar izakaya japanese
🪔 diya_lamp lighting oil
📔 notebook_with_decorative_cover classroom notes record paper study book decorated
📕 closed_book read library knowledge textbook learn red
📖 open_book read library knowledge literature learn study novel
📗 green_book read library knowledge study textbook
📘 blue_book read library knowledge learn study textbook
📙 orange_book read library knowledge textbook study
📚 books literature library study book pile stack
📓 notebook stationery record notes paper study black book composition white
📒 ledger notes paper binder book bound notebook spiral yellow
📃 page_with_curl documents office paper curled document license
📜 scroll documents ancient history paper degree document parchment
📄 page_facing_up documents office paper information document printed
📰 newspaper press headline communication news paper
🗞️ rolled_up_newspaper press headline delivery news paper roll
📑 bookmark_tabs favorite save order tidy mark marker
🔖 bookmark favorite label save mark price tag
🏷️ label sale tag
🪙 coin money currency gold metal silver treasure
💰 money_bag dollar payment coins sale cream moneybag moneybags rich
💴 yen_banknote money sales japanese dollar currency bank banknotes bill note sign
💵 dollar_banknote money sales bill currency american bank banknotes note sign
💶 euro_banknote money sales dollar currency bank banknotes bill note sign
💷 pound_banknote british sterling money sales bills uk england currency bank banknotes bill note quid sign twenty
💸 money_with_wings dollar bills payment sale bank banknote bill fly flying losing note
💳 credit_card money sales dollar bill payment shopping amex bank club diners mastercard subscription visa
🧾 receipt accounting expenses bookkeeping evidence proof
💹 chart_increasing_with_yen green-square graph presentation stats bank currency exchange growth market money rate rise sign trend upward upwards
✉️ envelope letter postal inbox communication email
📧 e_mail communication inbox email letter symbol
📨 incoming_envelope email inbox communication fast letter lines mail receive
📩 envelope_with_arrow email communication above down downwards insert letter mail outgoing sent
📤 outbox_tray inbox email box communication letter mail sent
📥 inbox_tray email documents box communication letter mail receive
📦 package mail gift cardboard box moving communication parcel shipping container
📫 closed_mailbox_with_raised_flag email inbox communication mail postbox
📪 closed_mailbox_with_lowered_flag email communication inbox mail postbox
📬 open_mailbox_with_raised_flag email inbox communication mail postbox
📭 open_mailbox_with_lowered_flag email inbox communication mail no postbox
📮 postbox email letter envelope communication mail mailbox
🗳️ ballot_box_with_ballot election vote voting
✏️ pencil stationery write paper writing school study lead pencil2 typos
✒️ black_nib pen stationery writing write fountain
🖋️ fountain_pen stationery writing write communication left lower
🖊️ pen stationery writing write ballpoint communication left lower
🖌️ paintbrush drawing creativity art brush communication left lower painting
🖍️ crayon drawing creativity communication left lower
📝 memo write documents stationery pencil paper writing legal exam quiz test study compose communication document memorandum note documentation
💼 briefcase business documents work law legal job career suitcase
📁 file_folder documents business office closed directory manilla
📂 open_file_folder documents load
🗂️ card_index_dividers organizing business stationery
📅 calendar schedule date day emoji july world
📆 tear_off_calendar schedule date planning day desk
🗒️ spiral_notepad memo stationery note pad
🗓️ spiral_calendar date schedule planning pad
📇 card_index business stationery rolodex system
📈 chart_increasing graph presentation stats recovery business economics money sales good success growth metrics pointing trend up upward upwards analytics
📉 chart_decreasing graph presentation stats recession business economics money sales bad failure down downwards metrics trend
📊 bar_chart graph presentation stats metrics
📋 clipboard stationery documents
📌 pushpin stationery mark here location pin tack thumb
📍 round_pushpin stationery location map here dropped pin red
📎 paperclip documents stationery clippy
🖇️ linked_paperclips documents stationery communication link paperclip
📏 straight_ruler stationery calculate length math school drawing architect sketch edge
📐 triangular_ruler stationery math architect sketch set triangle
✂️ scissors stationery cut black cutting tool
🗃️ card_file_box business stationery database
🗄️ file_cabinet filing organizing
🗑️ wastebasket bin trash rubbish garbage toss basket can litter wastepaper
🔒 locked security password padlock closed lock private privacy
🔓 unlocked privacy security lock open padlock unlock
🔏 locked_with_pen security secret fountain ink lock nib privacy
🔐 locked_with_key security privacy closed lock secure secret
🔑 key lock door password gold
🗝️ old_key lock door password clue
🔨 hammer tools build create claw handyman tool
🪓 axe tool chop cut hatchet split wood
⛏️ pick tools dig mining pickaxe tool
⚒️ hammer_and_pick tools build create tool
🛠️ hammer_and_wrench tools build create spanner tool
🗡️ dagger weapon knife
⚔️ crossed_swords weapon
💣 bomb boom explode explosion terrorism comic
🪃 boomerang weapon australia rebound repercussion
🏹 bow_and_arrow sports archer archery sagittarius tool zodiac
🛡️ shield protection security weapon
🪚 carpentry_saw cut chop carpenter hand lumber tool
🔧 wrench tools diy ikea fix maintainer spanner tool
🪛 screwdriver tools screw tool
🔩 nut_and_bolt handy tools fix screw tool
⚙️ gear cog cogwheel tool
🗜️ clamp tool compress compression table vice winzip
⚖️ balance_scale law fairness weight justice libra scales tool zodiac
🦯 white_cane probing_cane accessibility blind
🔗 link rings url chain hyperlink linked symbol
⛓️‍💥 broken_chain constraint break
⛓️ chains lock arrest chain
🪝 hook tools catch crook curve ensnare fishing point selling tool
🧰 toolbox tools diy fix maintainer mechanic chest tool
🧲 magnet attraction magnetic horseshoe
🪜 ladder tools climb rung step tool
⚗️ alembic distilling science experiment chemistry tool
🧪 test_tube chemistry experiment lab science chemist
🧫 petri_dish bacteria biology culture lab biologist
🧬 dna biologist genetics life double evolution gene helix
🔬 microscope laboratory experiment zoomin science study investigate magnify tool
🔭 telescope stars space zoom science astronomy stargazing tool
📡 satellite_antenna communication future radio space dish signal
💉 syringe health hospital drugs blood medicine needle doctor nurse shot sick tool vaccination vaccine
🩸 drop_of_blood period hurt harm wound bleed doctor donation injury medicine menstruation
💊 pill health medicine doctor pharmacy drug capsule drugs sick tablet
🩹 adhesive_bandage heal aid band doctor medicine plaster
🩼 crutch accessibility assist aid cane disability hurt mobility stick
🩺 stethoscope health doctor heart medicine healthcheck
🩻 x_ray x-ray skeleton medicine bones doctor medical
🚪 door house entry exit doorway front
🛗 elevator lift accessibility hoist
🪞 mirror reflection reflector speculum
🪟 window scenery air frame fresh glass opening transparent view
🛏️ bed sleep rest bedroom hotel
🛋️ couch_and_lamp read chill hotel lounge settee sofa
🪑 chair sit furniture seat
🚽 toilet restroom wc washroom bathroom potty loo
🪠 plunger toilet cup force plumber suction
🚿 shower clean water bathroom bath head
🛁 bathtub clean shower bathroom bath bubble
🪤 mouse_trap cheese bait mousetrap rodent snare
🪒 razor cut sharp shave
🧴 lotion_bottle moisturizer sunscreen shampoo
🧷 safety_pin diaper punk rock
🧹 broom cleaning sweeping witch brush sweep
🧺 basket laundry farming picnic
🧻 roll_of_paper toilet towels
🪣 bucket water container cask pail vat
🧼 soap bar bathing cleaning lather soapdish
🫧 bubbles soap fun carbonation sparkling burp clean underwater
🪥 toothbrush hygiene dental bathroom brush clean teeth
🧽 sponge absorbing cleaning porous
🧯 fire_extinguisher quench extinguish
🛒 shopping_cart trolley
🚬 cigarette kills tobacco joint smoke activity smoking symbol
⚰️ coffin vampire dead die death rip graveyard cemetery casket funeral box remove
🪦 headstone death rip grave cemetery graveyard halloween tombstone
⚱️ funeral_urn dead die death rip ashes vase
🧿 nazar_amulet bead charm evil eye talisman
🪬 hamsa religion protection amulet fatima hand mary miriam
🗿 moai rock carving face human moyai statue stone
🪧 placard announcement demonstration lawn picket post protest sign
🪪 identification_card document credentials id license security
#symbols
🏧 atm_sign money sales cash blue-square payment bank automated machine teller
🚮 litter_in_bin_sign blue-square human info its litterbox person place put symbol trash
🚰 potable_water blue-square liquid restroom cleaning faucet drink drinking symbol tap thirst thirsty
♿ wheelchair_symbol blue-square disabled accessibility access accessible bathroom
🚹 men_s_room toilet restroom wc blue-square gender male lavatory man mens symbol
🚺 women_s_room purple-square woman female toilet loo restroom gender lavatory symbol wc womens
🚻 restroom blue-square toilet refresh wc gender bathroom lavatory sign
🚼 baby_symbol orange-square child change changing nursery station
🚾 water_closet toilet restroom blue-square lavatory wc
🛂 passport_control custom blue-square border permissions authorization roles
🛃 customs passport border blue-square
🛄 baggage_claim blue-square airport transport
🛅 left_luggage blue-square travel baggage key locked locker suitcase
⚠️ warning exclamation wip alert error problem issue sign symbol
🚸 children_crossing school warning danger sign driving yellow-diamond child kids pedestrian traffic experience usability
⛔ no_entry limit security privacy bad denied stop circle forbidden not prohibited traffic
🚫 prohibited forbid stop limit denied disallow circle backslash banned block crossed entry forbidden no not red restricted sign
🚳 no_bicycles no_bikes bicycle bike cyclist prohibited circle forbidden not sign vehicle
🚭 no_smoking cigarette blue-square smell smoke forbidden not prohibited sign symbol
🚯 no_littering trash bin garbage circle do forbidden litter not prohibited symbol
🚱 non_potable_water drink faucet tap circle drinking forbidden no not prohibited symbol
🚷 no_pedestrians rules crossing walking circle forbidden not pedestrian people prohibited
📵 no_mobile_phones iphone mute circle cell communication forbidden not phone prohibited smartphones telephone
🔞 no_one_under_eighteen 18 drink pub night minor circle age forbidden not nsfw prohibited restriction symbol underage
☢️ radioactive nuclear danger international radiation sign symbol
☣️ biohazard danger sign
⬆️ up_arrow blue-square continue top direction black cardinal north pointing upwards upgrade
↗️ up_right_arrow blue-square point direction diagonal northeast east intercardinal north upper
➡️ right_arrow blue-square next black cardinal direction east pointing rightwards
↘️ down_right_arrow blue-square direction diagonal southeast east intercardinal lower south
⬇️ down_arrow blue-square direction bottom black cardinal downwards pointing south downgrade
↙️ down_left_arrow blue-square direction diagonal southwest intercardinal lower south west
⬅️ left_arrow blue-square previous back black cardinal direction leftwards pointing west
↖️ up_left_arrow blue-square point direction diagonal northwest intercardinal north upper west
↕️ up_down_arrow blue-square direction way vertical arrows intercardinal northwest
↔️ left_right_arrow shape direction horizontal sideways arrows
↩️ right_arrow_curving_left back return blue-square undo enter curved email hook leftwards reply
↪️ left_arrow_curving_right blue-square return rotate direction email forward hook rightwards
⤴️ right_arrow_curving_up blue-square direction top heading pointing rightwards then upwards
⤵️ right_arrow_curving_down blue-square direction bottom curved downwards heading pointing rightwards then
🔃 clockwise_vertical_arrows sync cycle round repeat arrow circle downwards open reload upwards
🔄 counterclockwise_arrows_button blue-square sync cycle anticlockwise arrow circle downwards open refresh rotate switch upwards withershins
🔙 back_arrow words return above leftwards
🔚 end_arrow words above leftwards
🔛 on_arrow words above exclamation left mark right
🔜 soon_arrow words above rightwards
🔝 top_arrow words blue-square above up upwards
🛐 place_of_worship religion church temple prayer building religious
⚛️ atom_symbol science physics chemistry atheist
🕉️ om hinduism buddhism sikhism jainism aumkara hindu omkara pranava religion symbol
✡️ star_of_david judaism jew jewish magen religion
☸️ wheel_of_dharma hinduism buddhism sikhism jainism buddhist helm religion
☯️ yin_yang balance religion tao taoist
✝️ latin_cross christianity christian religion
☦️ orthodox_cross suppedaneum religion christian
☪️ star_and_crescent islam muslim religion
☮️ peace_symbol hippie sign
🕎 menorah hanukkah candles jewish branches candelabrum candlestick chanukiah nine religion
🔯 dotted_six_pointed_star purple-square religion jewish hexagram dot fortune middle
🪯 khanda religion
♈ aries sign purple-square zodiac astrology ram
♉ taurus purple-square sign zodiac astrology bull ox
♊ gemini sign zodiac purple-square astrology twins
♋ cancer sign zodiac purple-square astrology crab
♌ leo sign purple-square zodiac astrology lion
♍ virgo sign zodiac purple-square astrology maiden virgin
♎ libra sign purple-square zodiac astrology balance justice scales
♏ scorpio sign zodiac purple-square astrology scorpion scorpius
♐ sagittarius sign zodiac purple-square astrology archer
♑ capricorn sign zodiac purple-square astrology goat
♒ aquarius sign purple-square zodiac astrology bearer water
♓ pisces purple-square sign zodiac astrology fish
⛎ ophiuchus sign purple-square constellation astrology bearer serpent snake zodiac
🔀 shuffle_tracks_button blue-square music random arrow arrows crossed rightwards symbol twisted merge
🔁 repeat_button loop record arrow arrows circle clockwise leftwards open retweet rightwards symbol
🔂 repeat_single_button blue-square loop arrow arrows circle circled clockwise leftwards number once one open overlay rightwards symbol track
▶️ play_button blue-square right direction arrow black forward pointing triangle
⏩ fast_forward_button blue-square play speed continue arrow black double pointing right symbol triangle
⏭️ next_track_button forward blue-square arrow bar black double pointing right scene skip symbol triangle vertical
⏯️ play_or_pause_button blue-square arrow bar black double pointing right symbol triangle vertical
◀️ reverse_button blue-square left direction arrow backward black pointing triangle
⏪ fast_reverse_button play blue-square arrow black double left pointing rewind symbol triangle revert
⏮️ last_track_button backward arrow bar black double left pointing previous scene skip symbol triangle vertical
🔼 upwards_button blue-square triangle direction point forward top arrow pointing red small up
⏫ fast_up_button blue-square direction top arrow black double pointing triangle
🔽 downwards_button blue-square direction bottom arrow down pointing red small triangle
⏬ fast_down_button blue-square direction bottom arrow black double pointing triangle
⏸️ pause_button blue-square bar double symbol vertical
⏹️ stop_button blue-square black for square symbol
⏺️ record_button blue-square black circle for symbol
⏏️ eject_button blue-square symbol
🎦 cinema blue-square record film movie curtain stage theater activity camera entertainment movies screen symbol
🔅 dim_button sun afternoon warm summer brightness decrease low symbol
🔆 bright_button sun light brightness high increase symbol
📶 antenna_bars blue-square reception phone internet connection wifi bluetooth bar cell cellular communication mobile signal stairs strength telephone
🛜 wireless wifi internet contactless signal
📳 vibration_mode orange-square phone cell communication heart mobile silent telephone
📴 mobile_phone_off mute orange-square silence quiet cell communication telephone
♀️ female_sign woman women lady girl symbol venus
♂️ male_sign man boy men mars symbol
⚧️ transgender_symbol lgbtq female lgbt male pride sign stroke
✖️ multiply multiplication_sign math calculation cancel heavy symbol x
➕ plus plus_sign math calculation addition more increase heavy symbol add
➖ minus minus_sign math calculation subtract less heavy symbol remove
➗ divide division_sign math calculation heavy symbol
🟰 heavy_equals_sign math equality
♾️ infinity forever paper permanent sign unbounded universal
‼️ double_exclamation_mark surprise bangbang punctuation red
⁉️ exclamation_question_mark wat punctuation surprise interrobang red
❓ red_question_mark question_mark doubt confused black ornament punctuation
❔ white_question_mark doubts gray huh confused grey ornament outlined punctuation
❕ white_exclamation_mark surprise punctuation gray wow warning grey ornament outlined
❗ red_exclamation_mark exclamation_mark heavy_exclamation_mark danger surprise punctuation wow warning bang symbol
〰️ wavy_dash draw line moustache mustache squiggle scribble punctuation wave
💱 currency_exchange money sales dollar travel bank
💲 heavy_dollar_sign money sales payment currency buck
⚕️ medical_symbol health hospital aesculapius asclepius asklepios care doctor medicine rod snake staff
♻️ recycling_symbol arrow environment garbage trash black green logo recycle universal reuse
⚜️ fleur_de_lis decorative scout new orleans saints scouts
🔱 trident_emblem weapon spear anchor pitchfork ship tool
📛 name_badge fire forbid tag tofu
🔰 japanese_symbol_for_beginner badge shield chevron green leaf mark shoshinsha tool yellow
⭕ hollow_red_circle round correct heavy large mark o
✅ check_mark_button green-square ok agree vote election answer tick green heavy symbol white pass_tests
☑️ check_box_with_check ok agree confirm black-square vote election yes tick ballot checkbox mark
✔️ check_mark ok nike answer yes tick heavy
❌ cross_mark no delete remove cancel red multiplication multiply x
❎ cross_mark_button x green-square no deny negative square squared
➰ curly_loop scribble draw shape squiggle curl curling
➿ double_curly_loop tape cassette curl curling voicemail
〽️ part_alternation_mark graph presentation stats business economics bad m
✳️ eight_spoked_asterisk star sparkle green-square
✴️ eight_pointed_star orange-square shape polygon black orange
❇️ sparkle stars green-square awesome good fireworks
©️ copyright ip license circle law legal c sign
®️ registered alphabet circle r sign
™️ trade_mark trademark brand law legal sign tm
#️⃣ keycap_number_sign keycap_ symbol blue-square twitter hash hashtag key octothorpe pound
*️⃣ keycap_asterisk keycap_ star
0️⃣ keycap_0 numbers blue-square null zero digit
1️⃣ keycap_1 blue-square numbers one digit
2️⃣ keycap_2 numbers prime blue-square two digit
3️⃣ keycap_3 numbers prime blue-square three digit
4️⃣ keycap_4 numbers blue-square four digit
5️⃣ keycap_5 numbers blue-square prime five digit
6️⃣ keycap_6 numbers blue-square six digit
7️⃣ keycap_7 numbers blue-square prime seven digit
8️⃣ keycap_8 blue-square numbers eight digit
9️⃣ keycap_9 blue-square numbers nine digit
🔟 keycap_10 numbers blue-square ten number
🔠 input_latin_uppercase alphabet words letters blue-square abcd capital for symbol
🔡 input_latin_lowercase blue-square letters alphabet abcd for small symbol
🔢 input_numbers blue-square 1234 1 2 3 4 for numeric symbol
🔣 input_symbols blue-square music note ampersand percent glyphs characters for symbol
🔤 input_latin_letters blue-square alphabet abc for symbol
🅰️ a_button red-square alphabet letter blood capital latin negative squared type
🆎 ab_button red-square alphabet blood negative squared type
🅱️ b_button red-square alphabet letter blood capital latin negative squared type
🆑 cl_button alphabet words red-square clear sign squared
🆒 cool_button words blue-square sign square squared
🆓 free_button blue-square words sign squared
ℹ️ information blue-square alphabet letter i info lowercase source tourist
🆔 id_button purple-square words identification identity sign squared
Ⓜ️ circled_m alphabet blue-circle letter capital circle latin metro
🆕 new_button blue-square words start fresh sign squared
🆖 ng_button blue-square words shape icon blooper good no sign squared
🅾️ o_button alphabet red-square letter blood capital latin negative o2 squared type
🆗 ok_button good agree yes blue-square okay sign square squared
🅿️ p_button cars blue-square alphabet letter capital latin negative parking sign squared
🆘 sos_button help red-square words emergency 911 distress sign signal squared
🆙 up_button blue-square above high exclamation level mark sign squared
🆚 vs_button words orange-square squared versus
🈁 japanese_here_button blue-square katakana destination koko meaning sign squared word
🈂️ japanese_service_charge_button blue-square katakana meaning or sa sign squared
🈷️ japanese_monthly_amount_button chinese month moon orange-square kanji cjk ideograph meaning radical sign squared u6708 unified
🈶 japanese_not_free_of_charge_button orange-square chinese have kanji cjk exist ideograph meaning own sign squared u6709 unified
🈯 japanese_reserved_button chinese point green-square kanji cjk finger ideograph meaning sign squared u6307 unified
🉐 japanese_bargain_button chinese kanji obtain get circle acquire advantage circled ideograph meaning sign
🈹 japanese_discount_button cut divide chinese kanji pink-square bargain cjk ideograph meaning sale sign squared u5272 unified
🈚 japanese_free_of_charge_button nothing chinese kanji orange-square cjk ideograph lacking meaning negation sign squared u7121 unified
🈲 japanese_prohibited_button kanji chinese forbidden limit restricted red-square cjk forbid ideograph meaning prohibit sign squared u7981 unified
🉑 japanese_acceptable_button ok good chinese kanji agree yes orange-circle accept circled ideograph meaning sign
🈸 japanese_application_button chinese kanji orange-square apply cjk form ideograph meaning monkey request sign squared u7533 unified
🈴 japanese_passing_grade_button chinese join kanji red-square agreement cjk ideograph meaning sign squared together u5408 unified
🈳 japanese_vacancy_button kanji chinese empty sky blue-square 7a7a available cjk ideograph meaning sign squared u7a7a unified
㊗️ japanese_congratulations_button chinese kanji red-circle circled congratulate congratulation ideograph meaning sign
㊙️ japanese_secret_button privacy chinese sshh kanji red-circle circled ideograph meaning sign
🈺 japanese_open_for_business_button orange-square 55b6 chinese cjk ideograph meaning operating sign squared u55b6 unified work
🈵 japanese_no_vacancy_button full chinese red-square kanji 6e80 cjk fullness ideograph meaning sign squared u6e80 unified
🔴 red_circle shape error danger geometric large
🟠 orange_circle round geometric large
🟡 yellow_circle round geometric large
🟢 green_circle round geometric large
🔵 blue_circle shape icon button geometric large
🟣 purple_circle round geometric large
🟤 brown_circle round geometric large
⚫ black_circle shape button round geometric medium
⚪ white_circle shape round geometric medium
🟥 red_square card geometric large
🟧 orange_square geometric large
🟨 yellow_square card geometric large
🟩 green_square geometric large
🟦 blue_square geometric large
🟪 purple_square geometric large
🟫 brown_square geometric large
⬛ black_large_square shape icon button geometric
⬜ white_large_square shape icon stone button geometric
◼️ black_medium_square shape button icon geometric
◻️ white_medium_square shape stone icon geometric
◾ black_medium_small_square icon shape button geometric
◽ white_medium_small_square shape stone icon button geometric
▪️ black_small_square shape icon geometric
▫️ white_small_square shape icon geometric
🔶 large_orange_diamond shape jewel gem geometric
🔷 large_blue_diamond shape jewel gem geometric
🔸 small_orange_diamond shape jewel gem geometric
🔹 small_blue_diamond shape jewel gem geometric
🔺 red_triangle_pointed_up shape direction top geometric pointing small
🔻 red_triangle_pointed_down shape direction bottom geometric pointing small
💠 diamond_with_a_dot jewel blue gem crystal fancy comic cuteness flower geometric inside kawaii shape
🔘 radio_button input old music circle geometric
🔳 white_square_button shape input geometric outlined
🔲 black_square_button shape input frame geometric
#flags
🏁 chequered_flag contest finishline race gokart checkered finish girl grid milestone racing
🚩 triangular_flag mark milestone place pole post red
🎌 crossed_flags japanese nation country border activity celebration cross flag two
🏴 black_flag pirate waving
🏳️ white_flag losing loser lost surrender fail waving
🏳️‍🌈 rainbow_flag pride gay lgbt queer homosexual lesbian bisexual
🏳️‍⚧️ transgender_flag pride lgbtq blue lgbt light pink trans white
🏴‍☠️ pirate_flag skull crossbones banner jolly plunder roger treasure
🇦🇨 flag_ascension_island
🇦🇩 flag_andorra ad nation country banner andorran
🇦🇪 flag_united_arab_emirates nation country banner united_arab_emirates emirati uae
🇦🇫 flag_afghanistan af nation country banner afghan
🇦🇬 flag_antigua_barbuda nation country banner antigua_barbuda
🇦🇮 flag_anguilla ai nation country banner anguillan
🇦🇱 flag_albania al nation country banner albanian
🇦🇲 flag_armenia am nation country banner armenian
🇦🇴 flag_angola ao nation country banner angolan
🇦🇶 flag_antarctica aq nation country banner antarctic
🇦🇷 flag_argentina ar nation country banner argentinian
🇦🇸 flag_american_samoa ws nation country banner american_samoa samoan
🇦🇹 flag_austria at nation country banner austrian
🇦🇺 flag_australia au nation country banner aussie australian heard mcdonald
🇦🇼 flag_aruba aw nation country banner aruban
🇦🇽 flag_aland_islands nation country banner aland_islands
🇦🇿 flag_azerbaijan az nation country banner azerbaijani
🇧🇦 flag_bosnia_herzegovina nation country banner bosnia_herzegovina
🇧🇧 flag_barbados bb nation country banner bajan barbadian
🇧🇩 flag_bangladesh bd nation country banner bangladeshi
🇧🇪 flag_belgium be nation country banner belgian
🇧🇫 flag_burkina_faso nation country banner burkina_faso burkinabe
🇧🇬 flag_bulgaria bg nation country banner bulgarian
🇧🇭 flag_bahrain bh nation country banner bahrainian bahrani
🇧🇮 flag_burundi bi nation country banner burundian
🇧🇯 flag_benin bj nation country banner beninese
🇧🇱 flag_st_barthelemy saint nation country banner st_barthelemy
🇧🇲 flag_bermuda bm nation country banner
🇧🇳 flag_brunei bn darussalam nation country banner bruneian
🇧🇴 flag_bolivia bo nation country banner bolivian
🇧🇶 flag_caribbean_netherlands bonaire nation country banner caribbean_netherlands eustatius saba sint
🇧🇷 flag_brazil br nation country banner brasil brazilian for
🇧🇸 flag_bahamas bs nation country banner bahamian
🇧🇹 flag_bhutan bt nation country banner bhutanese
🇧🇻 flag_bouvet_island norway
🇧🇼 flag_botswana bw nation country banner batswana
🇧🇾 flag_belarus by nation country banner belarusian
🇧🇿 flag_belize bz nation country banner belizean
🇨🇦 flag_canada ca nation country banner canadian
🇨🇨 flag_cocos_islands keeling nation country banner cocos_islands island
🇨🇩 flag_congo_kinshasa democratic republic nation country banner congo_kinshasa drc
🇨🇫 flag_central_african_republic nation country banner central_african_republic
🇨🇬 flag_congo_brazzaville nation country banner congo_brazzaville republic
🇨🇭 flag_switzerland ch nation country banner cross red swiss
🇨🇮 flag_cote_d_ivoire ivory coast nation country banner cote_d_ivoire divoire
🇨🇰 flag_cook_islands nation country banner cook_islands island islander
🇨🇱 flag_chile nation country banner chilean
🇨🇲 flag_cameroon cm nation country banner cameroonian
🇨🇳 flag_china chinese prc country nation banner cn indicator letters regional symbol
🇨🇴 flag_colombia co nation country banner colombian
🇨🇵 flag_clipperton_island
🇨🇷 flag_costa_rica nation country banner costa_rica rican
🇨🇺 flag_cuba cu nation country banner cuban
🇨🇻 flag_cape_verde cabo nation country banner cape_verde verdian
🇨🇼 flag_curacao nation country banner antilles
🇨🇽 flag_christmas_island nation country banner christmas_island
🇨🇾 flag_cyprus cy nation country banner cypriot
🇨🇿 flag_czechia cz nation country banner czech republic
🇩🇪 flag_germany german nation country banner de deutsch indicator letters regional symbol
🇩🇬 flag_diego_garcia
🇩🇯 flag_djibouti dj nation country banner djiboutian
🇩🇰 flag_denmark dk nation country banner danish
🇩🇲 flag_dominica dm nation country banner
🇩🇴 flag_dominican_republic nation country banner dominican_republic dom rep
🇩🇿 flag_algeria dz nation country banner algerian
🇪🇦 flag_ceuta_melilla
🇪🇨 flag_ecuador ec nation country banner ecuadorian
🇪🇪 flag_estonia ee nation country banner estonian
🇪🇬 flag_egypt eg nation country banner egyptian
🇪🇭 flag_western_sahara nation country banner western_sahara saharan west
🇪🇷 flag_eritrea er nation country banner eritrean
🇪🇸 flag_spain nation country banner ceuta es indicator letters melilla regional spanish symbol
🇪🇹 flag_ethiopia et nation country banner ethiopian
🇪🇺 flag_european_union banner eu
🇫🇮 flag_finland fi nation country banner finnish
🇫🇯 flag_fiji fj nation country banner fijian
🇫🇰 flag_falkland_islands malvinas nation country banner falkland_islands falklander falklands island islas
🇫🇲 flag_micronesia federated states nation country banner micronesian
🇫🇴 flag_faroe_islands nation country banner faroe_islands island islander
🇫🇷 flag_france banner nation french country clipperton fr indicator island letters martin regional saint symbol
🇬🇦 flag_gabon ga nation country banner gabonese
🇬🇧 flag_united_kingdom great britain northern ireland nation country banner british english england united_kingdom cornwall gb scotland wales
🇬🇩 flag_grenada gd nation country banner grenadian
🇬🇪 flag_georgia ge nation country banner georgian
🇬🇫 flag_french_guiana nation country banner french_guiana guinean
🇬🇬 flag_guernsey gg nation country banner
🇬🇭 flag_ghana gh nation country banner ghanaian
🇬🇮 flag_gibraltar gi nation country banner gibraltarian
🇬🇱 flag_greenland gl nation country banner greenlandic
🇬🇲 flag_gambia gm nation country banner
🇬🇳 flag_guinea gn nation country banner guinean
🇬🇵 flag_guadeloupe gp nation country banner guadeloupean
🇬🇶 flag_equatorial_guinea gn nation country banner equatorial_guinea equatoguinean guinean
🇬🇷 flag_greece gr nation country banner greek
🇬🇸 flag_south_georgia_south_sandwich_islands nation country banner south_georgia_south_sandwich_islands island
🇬🇹 flag_guatemala gt nation country banner guatemalan
🇬🇺 flag_guam gu nation country banner chamorro guamanian
🇬🇼 flag_guinea_bissau gw nation country banner guinea_bissau
🇬🇾 flag_guyana gy nation country banner guyanese
🇭🇰 flag_hong_kong_sar_china nation country banner hong_kong_sar_china
🇭🇲 flag_heard_mcdonald_islands
🇭🇳 flag_honduras hn nation country banner honduran
🇭🇷 flag_croatia hr nation country banner croatian
🇭🇹 flag_haiti ht nation country banner haitian
🇭🇺 flag_hungary hu nation country banner hungarian
🇮🇨 flag_canary_islands nation country banner canary_islands island
🇮🇩 flag_indonesia nation country banner indonesian
🇮🇪 flag_ireland ie nation country banner
🇮🇱 flag_israel il nation country banner israeli
🇮🇲 flag_isle_of_man nation country banner isle_of_man manx
🇮🇳 flag_india in nation country banner indian
🇮🇴 flag_british_indian_ocean_territory nation country banner british_indian_ocean_territory chagos diego garcia island
🇮🇶 flag_iraq iq nation country banner iraqi
🇮🇷 flag_iran islamic republic nation country banner
🇮🇸 flag_iceland is nation country banner icelandic
🇮🇹 flag_italy nation country banner indicator italian letters regional symbol
🇯🇪 flag_jersey je nation country banner
🇯🇲 flag_jamaica jm nation country banner
🇯🇴 flag_jordan jo nation country banner jordanian
🇯🇵 flag_japan japanese nation country banner jp ja indicator letters regional symbol
🇰🇪 flag_kenya ke nation country banner kenyan
🇰🇬 flag_kyrgyzstan kg nation country banner kyrgyzstani
🇰🇭 flag_cambodia kh nation country banner cambodian
🇰🇮 flag_kiribati ki nation country banner i
🇰🇲 flag_comoros km nation country banner comoran
🇰🇳 flag_st_kitts_nevis saint nation country banner st_kitts_nevis
🇰🇵 flag_north_korea nation country banner north_korea korean
🇰🇷 flag_south_korea nation country banner south_korea indicator korean kr letters regional symbol
🇰🇼 flag_kuwait kw nation country banner kuwaiti
🇰🇾 flag_cayman_islands nation country banner cayman_islands caymanian island
🇰🇿 flag_kazakhstan kz nation country banner kazakh kazakhstani
🇱🇦 flag_laos lao democratic republic nation country banner laotian
🇱🇧 flag_lebanon lb nation country banner lebanese
🇱🇨 flag_st_lucia saint nation country banner st_lucia
🇱🇮 flag_liechtenstein li nation country banner liechtensteiner
🇱🇰 flag_sri_lanka nation country banner sri_lanka lankan
🇱🇷 flag_liberia lr nation country banner liberian
🇱🇸 flag_lesotho ls nation country banner basotho
🇱🇹 flag_lithuania lt nation country banner lithuanian
🇱🇺 flag_luxembourg lu nation country banner luxembourger
🇱🇻 flag_latvia lv nation country banner latvian
🇱🇾 flag_libya ly nation country banner libyan
🇲🇦 flag_morocco ma nation country banner moroccan
🇲🇨 flag_monaco mc nation country banner
🇲🇩 flag_moldova republic nation country banner moldovan
🇲🇪 flag_montenegro me nation country banner montenegrin
🇲🇫 flag_st_martin
🇲🇬 flag_madagascar mg nation country banner madagascan
🇲🇭 flag_marshall_islands nation country banner marshall_islands island marshallese
🇲🇰 flag_north_macedonia nation country banner north_macedonia macedonian
🇲🇱 flag_mali ml nation country banner malian
🇲🇲 flag_myanmar mm nation country banner burma burmese for
🇲🇳 flag_mongolia mn nation country banner mongolian
🇲🇴 flag_macao_sar_china nation country banner macao_sar_china macau
🇲🇵 flag_northern_mariana_islands nation country banner northern_mariana_islands island micronesian north
🇲🇶 flag_martinique mq nation country banner snake
🇲🇷 flag_mauritania mr nation country banner mauritanian
🇲🇸 flag_montserrat ms nation country banner montserratian
🇲🇹 flag_malta mt nation country banner maltese
🇲🇺 flag_mauritius mu nation country banner mauritian
🇲🇻 flag_maldives mv nation country banner maldivian
🇲🇼 flag_malawi mw nation country banner
🇲🇽 flag_mexico mx nation country banner mexican
🇲🇾 flag_malaysia my nation country banner malaysian
🇲🇿 flag_mozambique mz nation country banner mozambican
🇳🇦 flag_namibia na nation country banner namibian
🇳🇨 flag_new_caledonia nation country banner new_caledonia caledonian
🇳🇪 flag_niger ne nation country banner
🇳🇫 flag_norfolk_island nation country banner norfolk_island
🇳🇬 flag_nigeria nation country banner nigerian
🇳🇮 flag_nicaragua ni nation country banner nicaraguan
🇳🇱 flag_netherlands nl nation country banner dutch
🇳🇴 flag_norway no nation country banner bouvet jan mayen norwegian svalbard
🇳🇵 flag_nepal np nation country banner nepalese
🇳🇷 flag_nauru nr nation country banner nauruan
🇳🇺 flag_niue nu nation country banner niuean
🇳🇿 flag_new_zealand nation country banner new_zealand kiwi
🇴🇲 flag_oman om_symbol nation country banner omani
🇵🇦 flag_panama pa nation country banner panamanian
🇵🇪 flag_peru pe nation country banner peruvian
🇵🇫 flag_french_polynesia nation country banner french_polynesia polynesian
🇵🇬 flag_papua_new_guinea nation country banner papua_new_guinea guinean png
🇵🇭 flag_philippines ph nation country banner
🇵🇰 flag_pakistan pk nation country banner pakistani
🇵🇱 flag_poland pl nation country banner polish
🇵🇲 flag_st_pierre_miquelon saint nation country banner st_pierre_miquelon
🇵🇳 flag_pitcairn_islands nation country banner pitcairn_islands island
🇵🇷 flag_puerto_rico nation country banner puerto_rico rican
🇵🇸 flag_palestinian_territories palestine nation country banner palestinian_territories
🇵🇹 flag_portugal pt nation country banner portugese
🇵🇼 flag_palau pw nation country banner palauan
🇵🇾 flag_paraguay py nation country banner paraguayan
🇶🇦 flag_qatar qa nation country banner qatari
🇷🇪 flag_reunion nation country banner
🇷🇴 flag_romania ro nation country banner romanian
🇷🇸 flag_serbia rs nation country banner
🇷🇺 flag_russia russian federation nation country banner indicator letters regional ru symbol
🇷🇼 flag_rwanda rw nation country banner rwandan
🇸🇦 flag_saudi_arabia nation country banner saudi_arabia
🇸🇧 flag_solomon_islands nation country banner solomon_islands island
🇸🇨 flag_seychelles sc nation country banner
🇸🇩 flag_sudan sd nation country banner sudanese
🇸🇪 flag_sweden se nation country banner swedish
🇸🇬 flag_singapore sg nation country banner singaporean
🇸🇭 flag_st_helena saint ascension tristan cunha nation country banner st_helena
🇸🇮 flag_slovenia si nation country banner slovenian
🇸🇯 flag_svalbard_jan_mayen
🇸🇰 flag_slovakia sk nation country banner slovakian
🇸🇱 flag_sierra_leone nation country banner sierra_leone leonean
🇸🇲 flag_san_marino nation country banner san_marino sammarinese
🇸🇳 flag_senegal sn nation country banner sengalese
🇸🇴 flag_somalia so nation country banner
🇸🇷 flag_suriname sr nation country banner surinamer
🇸🇸 flag_south_sudan sd nation country banner south_sudan
🇸🇹 flag_sao_tome_principe nation country banner sao_tome_principe
🇸🇻 flag_el_salvador nation country banner el_salvador salvadoran
🇸🇽 flag_sint_maarten dutch nation country banner sint_maarten
🇸🇾 flag_syria syrian arab republic nation country banner
🇸🇿 flag_eswatini sz nation country banner swaziland
🇹🇦 flag_tristan_da_cunha
🇹🇨 flag_turks_caicos_islands nation country banner turks_caicos_islands island
🇹🇩 flag_chad td nation country banner chadian
🇹🇫 flag_french_southern_territories nation country banner french_southern_territories antarctic lands
🇹🇬 flag_togo tg nation country banner togolese
🇹🇭 flag_thailand th nation country banner thai
🇹🇯 flag_tajikistan tj nation country banner tajik
🇹🇰 flag_tokelau tk nation country banner tokelauan
🇹🇱 flag_timor_leste nation country banner timor_leste east timorese
🇹🇲 flag_turkmenistan nation country banner turkmen
🇹🇳 flag_tunisia tn nation country banner tunisian
🇹🇴 flag_tonga to nation country banner
🇹🇷 flag_turkiye flag_turkey turkey nation country banner tr
🇹🇹 flag_trinidad_tobago nation country banner trinidad_tobago
🇹🇻 flag_tuvalu nation country banner tuvaluan
🇹🇼 flag_taiwan tw nation country banner china taiwanese
🇹🇿 flag_tanzania united republic nation country banner tanzanian
🇺🇦 flag_ukraine ua nation country banner ukrainian
🇺🇬 flag_uganda ug nation country banner
🇺🇲 flag_u_s_outlying_islands us
🇺🇳 flag_united_nations un banner
🇺🇸 flag_united_states america nation country banner united_states american indicator islands letters outlying regional symbol us usa
🇺🇾 flag_uruguay uy nation country banner uruguayan
🇺🇿 flag_uzbekistan uz nation country banner uzbek uzbekistani
🇻🇦 flag_vatican_city nation country banner vatican_city vanticanien
🇻🇨 flag_st_vincent_grenadines saint nation country banner st_vincent_grenadines
🇻🇪 flag_venezuela ve bolivarian republic nation country banner venezuelan
🇻🇬 flag_british_virgin_islands bvi nation country banner british_virgin_islands island islander
🇻🇮 flag_u_s_virgin_islands us nation country banner u_s_virgin_islands america island islander states united usa
🇻🇳 flag_vietnam viet nam nation country banner vietnamese
🇻🇺 flag_vanuatu vu nation country banner ni
🇼🇫 flag_wallis_futuna nation country banner wallis_futuna
🇼🇸 flag_samoa ws nation country banner
🇽🇰 flag_kosovo xk nation country banner kosovar
🇾🇪 flag_yemen ye nation country banner
🇾🇹 flag_mayotte yt nation country banner
🇿🇦 flag_south_africa nation country banner south_africa
🇿🇲 flag_zambia zm nation country banner zambian
🇿🇼 flag_zimbabwe zw nation country banner zim
🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag_england english cross st
🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag_scotland scottish cross saltire st
🏴󠁧󠁢󠁷󠁬󠁳󠁿 flag_wales welsh baner cymru ddraig dragon goch red y`;
