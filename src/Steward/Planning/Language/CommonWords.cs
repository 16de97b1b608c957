namespace Steward.Planning.Language;

/// <summary>Ordinary English words that lie close to words of the lexicon and are not to be "mended" into them.</summary>
static class CommonWords
{
    const string Data =
        "urgency importance concentrate concentrating prioritise tackle accomplish starting starts started stating followed follows forgotten larger bigger greater heavier smaller lighter exceeding fewer newer megabytes kilobytes wish wishing thanking asking confirming apologising apologizing congratulating earlier sooner longer shorter about above across actually replied responded answered again against almost alone along already also although always among another anybody anymore anyone anything anyway around away back "
        + "bank base been began behind being below best better beyond bill bills black blue board boat body book booked books both bring brought budget build built business "
        + "call called calls came card care case cases cast cell chance change charge check city class clear client clients close closed coast code cold come coming company "
        + "contract cool copy cost costs could course cover cross data date dates deal deals dear deck deep desk detail details dinner does doing done door double down "
        + "draw dress drive drop each early east easy else email even ever everybody everyone everything example exam face fact fail fall farm fast feed feel feet felt file "
        + "files fill final find fine fire firm fish five flat flight flights floor flow food foot form forms found four free from front full fund fun game gate gave give given glad goal goes gold gone good "
        + "grade grand grant great green group grow guest guide half hall hand hands hang hard have head hear heard heart heat held hello help here high hill hire hold hole home hope host hotel hours house "
        + "idea ideas income inside into invoice invoices issue issues item items join joined just keep kept kind knew know land large last late later launch law lead learn least leave left less "
        + "level life light like liked likes line link list lists little live load loan local long look looking looks lose loss lost love lovely low lunch made main make makes making male mall many march mark market "
        + "mass master match math maybe mean means meat media meal mention merge mess might mile mind mine miss missed mode model money more most move moved much music must name names near need needs net never news nice none nope normal north note notes nothing novel "
        + "offer offers office often once ones only onto open opened order orders other others ours over owed owner pack page paid pain pair paper part parts party pass past path payment pick picked "
        + "piece pilot place plan plane plans plant play please point pool poor post posts power press pretty price print product project proposal pull push quick quiet quite race rain raise range rate rates rather reach "
        + "real really reason receipt recent red rent report reports rest result results review reviews rich ride right ring rise risk road role roll room round route rule rules safe said sale sales same sand save saved says school "
        + "score sea seat second section seen self sell sense series serve service share sheet ship shop shops short should show shown shut sick side sign signed simple since site sites size skin sleep slow small smart snow soft soil "
        + "sold some someone something song soon sort sound south space spare speak spent spot staff stage stand start state states stay step steps still stock stop stopped store stories story street strong study stuff such suit sure system table take taken takes talk tall tank task tasks taxes team "
        + "teams tell tells term terms test tests text than thank thanks that their them then there these they thing things think third those though thought three through thus ticket tickets tied till time times tiny tool tools touch tour toward town track trade train "
        + "travel treat tree trip trips true trust turn type under union unit unless until update updates upon urgent used user uses usual very vote wait walk wall want wanted wants warm wash waste watch water ways wear weather web well went were west what when where which while "
        + "white whole whom whose wide wife wild will wind wine wish with within without woman won wood word words wore work works world worse worst worth would write wrong wrote yard yeah year yellow yes yet your yours zone "
        + "bother brother mother father sister daughter weather whether leather feather monitor monkey sundae many money honey movie movies mouse mount mouth mask task desk dusk disk mild mile mail male mall mayor major minor manor "
        + "friends friend fridge fried sunny satin saturated sudden margin martin marin maria marie mario jane june julie julia augusta avril decent decide october-fest notebook noticed yearn leek peek seek reek weak wheel meek geek "
        + "morning mourning evening evenly noon soon moon loon spoon weeds wreak wreck creek cheek tomato yesteryear houses horses hose hover haunt hurt secondary minuet monthly moth mouths tidy daily dally diary dairy "
        + "meat meet melting meaning reading heading leading treating seating beating eating meatless massage message passage sage inbox index unread untread thread bread tread spread dread read ready reader repay reply rely rally "
        + "star stark stare start stat stay soar scar label labels libel table cable fable able stable archive arrive achieve active trash crash thrash brash trish draft drift craft graft raft shaft forward foreword toward reward afford award "
        + "calendar calender colander lavender slot shot spot slat slit slots shots cancel canal camel candle channel chancel delete elite relate dilute restore restyle store story";

    static readonly HashSet<string> Words = [.. Data.Split(' ').Where(w => w is not "calender")];

    public static bool Contains(string word) => Words.Contains(word);
}
