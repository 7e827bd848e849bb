import Domain

/// What it takes to run a command at all, before anybody looks at which order or unit it is about.
enum Need: Sendable, Equatable {
  /// Nothing: it tells nothing of the office.
  case nothing
  /// To work here.
  case staff
  /// A right over some unit: what it shows or does is limited to what the right reaches.
  case somewhere(Right)
  /// A right over the whole office.
  case top(Right)

  /// By the words behind `hotline`. A test says that every command is in here.
  static let ofCommand: [String: Need] = [
    "version": .nothing,
    // Orders
    "order list": .somewhere(.orderRead), "order count": .somewhere(.orderRead), "order show": .somewhere(.orderRead),
    "order history": .somewhere(.orderRead), "order why": .somewhere(.orderRead), "order board": .somewhere(.orderRead),
    "order search": .somewhere(.orderRead), "order todo": .somewhere(.orderRead), "order top": .somewhere(.orderRead),
    "order feed": .somewhere(.orderRead), "order print": .somewhere(.orderRead), "order files": .somewhere(.orderRead),
    "order contacts": .somewhere(.orderRead), "order supervise": .somewhere(.orderRead),
    "order last": .somewhere(.orderRead), "order form": .somewhere(.orderRead),
    "order open": .somewhere(.orderOpen), "order act": .somewhere(.orderRead), "order assign": .somewhere(.orderAssign),
    "order dispatch": .somewhere(.orderAct), "order undo": .somewhere(.orderAct),
    "order assist": .somewhere(.orderAssign), "order end-assist": .somewhere(.orderNote),
    "order note": .somewhere(.orderNote), "order remind": .somewhere(.orderNote),
    "order attach": .somewhere(.orderNote),
    "order detach": .somewhere(.orderNote),
    "order line add": .somewhere(.orderAct), "order line void": .somewhere(.orderAct),
    "order line list": .somewhere(.orderRead), "order letter": .somewhere(.orderNote),
    "order repeat": .somewhere(.orderNote),
    "order edit": .somewhere(.orderEdit), "order reclassify": .somewhere(.orderEdit),
    "order merge": .somewhere(.orderLink), "order unmerge": .somewhere(.orderLink),
    "order split": .somewhere(.orderLink), "order link": .somewhere(.orderLink), "order unlink": .somewhere(.orderLink),
    "order extend": .somewhere(.orderExtend), "order approve-extension": .somewhere(.orderExtend),
    "order refuse-extension": .somewhere(.orderExtend),
    "agenda": .somewhere(.orderRead), "trace": .somewhere(.orderRead),
    // People in the book
    "party list": .somewhere(.partyRead), "party show": .somewhere(.partyRead), "party find": .somewhere(.partyRead),
    "party history": .somewhere(.partyRead), "party last": .somewhere(.partyRead),
    "party add": .somewhere(.partyEdit), "party correct": .somewhere(.partyEdit),
    "party contact add": .somewhere(.partyEdit), "party contact remove": .somewhere(.partyEdit),
    "party mark": .somewhere(.partyEdit), "party unmark": .somewhere(.partyEdit),
    "party labels": .somewhere(.partyRead), "party mail": .somewhere(.partyEdit),
    "block list": .somewhere(.partyRead), "block add": .somewhere(.partyEdit), "block change": .somewhere(.partyEdit),
    "block remove": .somewhere(.partyEdit),
    "party merge": .somewhere(.partyEdit), "party split": .somewhere(.partyEdit),
    "party relate": .somewhere(.partyEdit), "party unrelate": .somewhere(.partyEdit),
    "party export": .top(.partyForget), "party forget": .top(.partyForget),
    // Parts and knowledge
    "part list": .staff, "part show": .staff, "part add": .somewhere(.partKeep),
    "part correct": .somewhere(.partKeep), "part withdraw": .somewhere(.partKeep),
    "article list": .staff, "article show": .staff, "article search": .staff,
    "article draft": .somewhere(.articleKeep), "article withdraw": .somewhere(.articleKeep),
    "article publish": .somewhere(.articlePublish),
    // Lists
    "import check": .somewhere(.importRun), "import run": .somewhere(.importRun), "import list": .somewhere(.importRun),
    "import show": .somewhere(.importRun), "import undo": .somewhere(.importUndo),
    // Campaigns
    "campaign list": .somewhere(.orderRead), "campaign show": .somewhere(.orderRead), "campaign check": .staff,
    "campaign publish": .somewhere(.campaignKeep), "campaign start": .somewhere(.campaignKeep),
    "campaign pause": .somewhere(.campaignKeep), "campaign resume": .somewhere(.campaignKeep),
    "campaign end": .somewhere(.campaignKeep), "campaign fill": .somewhere(.campaignKeep),
    "campaign assign": .somewhere(.campaignKeep), "campaign release": .somewhere(.campaignKeep),
    "campaign notify": .somewhere(.campaignKeep),
    "campaign next": .somewhere(.orderNote), "campaign result": .somewhere(.orderNote),
    "campaign report": .somewhere(.orderRead), "campaign export": .somewhere(.partyRead),
    "campaign take-back": .somewhere(.orderNote),
    "import targets": .nothing, "import map list": .somewhere(.importRun), "import map show": .somewhere(.importRun),
    // Files, before they are anybody's list
    "sheet show": .nothing, "sheet dump": .nothing,
    // Reminders and reports
    "remind plan": .somewhere(.orderRead), "remind run": .top(.remindRun),
    "report list": .staff, "report show": .staff, "report check": .nothing, "report publish": .top(.reportDefine),
    "report retire": .top(.reportDefine), "measure list": .staff, "measure show": .staff, "measure check": .nothing,
    "measure publish": .top(.reportDefine), "measure retire": .top(.reportDefine),
    "report run": .somewhere(.reportRun), "report verify": .somewhere(.reportRun),
    "report diff": .somewhere(.reportRun),
    "report schedule add": .somewhere(.reportSchedule), "report schedule publish": .somewhere(.reportSchedule),
    "report schedule pause": .somewhere(.reportSchedule), "report schedule resume": .somewhere(.reportSchedule),
    "report schedule remove": .somewhere(.reportSchedule), "report schedule check": .nothing,
    "report schedule list": .somewhere(.reportRun), "report schedule show": .somewhere(.reportRun),
    "report schedule run": .top(.reportRun), "report schedule retry": .somewhere(.reportRun),
    "report schedule skip": .somewhere(.reportSchedule),
    // Views
    "view list": .staff, "view show": .staff, "view save": .somewhere(.orderRead),
    "view publish": .somewhere(.orderRead),
    "view retire": .somewhere(.orderRead), "view check": .staff,
    // What is configured
    "process check": .nothing, "process list": .staff, "process show": .staff, "process diagram": .staff,
    "process publish": .top(.definitionPublish), "process move": .top(.definitionPublish),
    "process rollback": .top(.definitionPublish),
    "category list": .staff, "category show": .staff, "category check": .nothing,
    "category publish": .top(.definitionPublish),
    "region list": .staff, "region find": .staff, "region show": .staff, "region check": .nothing,
    "region publish": .top(.definitionPublish),
    "template list": .staff, "template show": .staff, "template check": .nothing,
    "template publish": .top(.definitionPublish), "template retire": .top(.definitionPublish),
    "calendar list": .staff, "calendar show": .staff, "calendar explain": .staff, "calendar check": .nothing,
    "calendar import": .top(.definitionPublish), "calendar publish": .top(.definitionPublish),
    "function list": .staff, "function disable": .top(.definitionPublish), "function enable": .top(.definitionPublish),
    // The organisation
    "unit tree": .staff, "unit list": .staff, "unit show": .staff, "unit export": .staff,
    "unit add": .somewhere(.unitEdit), "unit move": .somewhere(.unitEdit), "unit rename": .somewhere(.unitEdit),
    "unit set": .somewhere(.unitEdit), "unit close": .somewhere(.unitEdit), "unit reopen": .somewhere(.unitEdit),
    "unit import": .somewhere(.unitEdit),
    "person whoami": .staff, "person list": .somewhere(.staffRead), "person show": .staff,
    "person export": .somewhere(.staffRead), "person duty": .staff, "person set": .staff,
    "person join": .somewhere(.staffEdit), "person move": .somewhere(.staffEdit),
    "person leave": .somewhere(.staffEdit), "person return": .somewhere(.staffEdit),
    "person import": .somewhere(.staffEdit), "person forget": .top(.partyForget),
    "person grant": .somewhere(.roleEdit), "person revoke": .somewhere(.roleEdit),
    "role list": .staff, "role show": .staff, "role check": .nothing, "role publish": .top(.roleEdit),
    // The log and what is computed from it
    "event list": .somewhere(.eventRead), "log verify": .top(.logSeal), "log seal": .top(.logSeal),
    "log key": .top(.logSeal),
    "projection list": .top(.projectionKeep), "projection status": .top(.projectionKeep),
    "projection rebuild": .top(.projectionKeep), "projection compare": .top(.projectionKeep),
    "projection rollback": .top(.projectionKeep), "projection retry": .top(.projectionKeep),
    "projection parked": .top(.projectionKeep), "projection forget-past": .top(.projectionKeep),
    // The database
    "db status": .nothing, "db path": .nothing, "db start": .nothing,
    // The private server is the system user's whose folder it is: nobody else can signal it, and they could without us.
    "db stop": .nothing,
    "db backup": .top(.databaseKeep), "db files": .top(.databaseKeep), "db restore": .top(.databaseKeep),
  ]

  /// The part of the program that a command belongs to, where an office may do without it.
  static func function(of path: [String]) -> OfficeFunction? {
    switch path.first {
    case "import": return .imports
    case "campaign": return .campaigns
    case "remind": return .reminders
    case "report", "measure": return .reports
    case "view": return .views
    case "agenda": return .agenda
    case "template": return .letters
    default: break
    }
    return switch path.joined(separator: " ") {
    case "order letter": .letters
    case "order top": .top
    case "order search": .search
    case "order merge", "order unmerge", "order split": .merging
    case "order extend", "order approve-extension", "order refuse-extension": .extensions
    case "order attach", "order detach", "order files": .files
    case "party mark", "party unmark", "block add", "block change", "block remove", "block list": .marks
    case "party forget": .forgetting
    default: nil
    }
  }
}
