import ArgumentParser
import BackOffice
import Domain
import Foundation
import Spreadsheets

extension Import {
  /// What both the check and the run are told.
  struct ListOptions: ParsableArguments {
    @Argument(help: "The list: .xlsx, .xlsm or .csv.", completion: .file(extensions: ["xlsx", "xlsm", "csv"]))
    var file: String

    @Option(help: "The campaign of a call list or a survey list.")
    var campaign: String?

    @Option(
      help: ArgumentHelp("How columns are read: a kept map, or a YAML file.", valueName: "name|file"),
      completion: .file(extensions: ["yaml", "yml"]))
    var map: String?

    @Option(
      name: .customLong("column"),
      help: ArgumentHelp(
        "A column by hand: its heading, its letters (C), or - for none; may be given several times.",
        valueName: "field=heading"))
    var columns: [String] = []

    @Option(name: .customLong("save-map"), help: ArgumentHelp("Keep how the columns are read.", valueName: "name"))
    var savedMap: String?

    @Option(help: "What to do with known customers, parts or articles (default: skip).")
    var onMatch: MatchPolicy?

    @Flag(help: "Publish the articles of the list; else they are drafts.")
    var publish = false

    @Flag(help: "Show every change of what is known, before and after, instead of the counts.")
    var diff = false

    @Option(help: "What to do with hidden rows and columns; demanded when there are any.")
    var hidden: HiddenPolicy?

    @Option(help: "The sheet, where several could be meant: its name, or its number from 1.")
    var sheet: String?

    @Option(help: ArgumentHelp("Area code of local numbers, as 0871.", valueName: "code"))
    var areaCode: String?

    @Option(help: "How 03/04/2024 is meant, where the column does not tell: dmy, mdy or ymd (24-03-04).")
    var dates: DateOrder?

    @Option(help: "Encoding of a csv, where the guess is wrong: UTF-8, GB18030 …")
    var encoding: String?

    @Option(help: "The unit that gets the orders.")
    var unit: String?

    @Option(
      help: ArgumentHelp("Where the rejected rows go; else FILE.rejects.xlsx beside the list.", valueName: "file"))
    var rejects: String?

    enum Target: String, ExpressibleByArgument, CaseIterable {
      case customers, outreach, survey, requests, parts, articles, units

      /// Whether a list can be about what the office has already.
      var knows: Bool {
        switch self {
        case .customers, .parts, .articles: true
        case .outreach, .survey, .requests, .units: false
        }
      }
    }

    /// What the rows become, by what stands behind `--as`, which may also say who acts; `nil` where a map has to say it.
    func target(_ words: [String]) throws -> Target? {
      let targets = words.compactMap(Target.init)
      let names = Target.allCases.map(\.rawValue)
      // Without a look the slip would be taken for somebody who acts.
      for word in words where targets.isEmpty {
        guard let near = Spelling.nearest(to: word, in: names) else { continue }
        throw Failure(
          .usage,
          Text(
            zh: "--as \(word)：没有这个目标；是否指 \(near)？可用 \(names.joined(separator: "、"))",
            en:
              "--as \(word): there is no such target; did you mean \(near)? There are \(names.joined(separator: ", "))"
          ))
      }
      guard targets.count < 2, targets.count == 1 || map != nil else {
        throw ValidationError(
          """
          say what the rows become: --as customers, --as outreach (people to call), --as survey, --as requests (a table of \
          history), --as parts, --as articles or --as units; see `hotline import targets`
          """)
      }
      if targets.first == .outreach || targets.first == .survey, campaign?.isEmpty ?? true {
        throw ValidationError("an outreach list needs --campaign NAME")
      }
      if targets.first == .requests, map == nil {
        throw ValidationError("a table of history needs --map FILE.yaml")
      }
      return targets.first
    }

    /// The map, where a file of this name is there.
    func fileMap() throws -> ImportMap? {
      guard let map else { return nil }
      guard let text = try? String(contentsOfFile: map, encoding: .utf8) else {
        guard !map.contains("/"), !map.contains("."), !FileManager.default.fileExists(atPath: map) else {
          throw ValidationError("--map \(map) cannot be read; is the name right, and is it UTF-8 text?")
        }
        return nil
      }
      do {
        return try ImportMap(yaml: text)
      } catch {
        throw ValidationError("--map \(map): \(error)")
      }
    }

    /// What is asked for, once the map is known.
    func request(_ named: Target?, _ map: ImportMap?) throws -> ImportRequest {
      if let map, let named, map.target != named.rawValue {
        throw ListProblem.mapForOther(map.target, target: named.rawValue)
      }
      guard let target = named ?? map.flatMap({ Target(rawValue: $0.target) }) else {
        throw ValidationError("say what the rows become with --as; see `hotline import targets`")
      }
      var request = ImportRequest(path: file, target: try importTarget(target, map))
      request.map = map
      request.columns = try namedColumns()
      request.hidden = hidden
      request.sheet = sheet
      request.unit = unit.flatMap { UnitKey($0) }
      if let rejects {
        let (list, taken) = (URL(fileURLWithPath: file), URL(fileURLWithPath: rejects))
        guard list.resolvingSymlinksInPath() != taken.resolvingSymlinksInPath() else {
          throw ValidationError("--rejects \(rejects) is the list itself, and would take its place; name another file")
        }
        guard rejects.lowercased().hasSuffix(".xlsx") else {
          throw ValidationError("--rejects \(rejects): rejected rows become a workbook; end the name in .xlsx")
        }
      }
      request.rejectsPath = rejects
      request.keepsAllChanges = diff
      request.dates = dates
      if let areaCode {
        guard PhoneCleaner.isAreaCode(areaCode) else {
          throw ValidationError("--area-code \(areaCode) is no area code; write one like 0871 or 010")
        }
        request.areaCode = areaCode
      }
      if let encoding {
        guard let known = TextEncoding(encoding) else {
          throw ValidationError("--encoding \(encoding) is not known; write UTF-8, GB18030, UTF-16LE …")
        }
        request.encoding = known
      }
      return request
    }

    private func namedColumns() throws -> [String: String] {
      try columns.reduce(into: [:]) { named, option in
        let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else {
          throw ValidationError("--column \(option): write it as --column phone=\"联系方式2\"")
        }
        if let other = named.updateValue(parts[1], forKey: parts[0]), other != parts[1] {
          throw ValidationError(
            "--column names \(parts[0]) twice, as \(other) and as \(parts[1]); leave one of them out")
        }
      }
    }

    private func importTarget(_ target: Target, _ map: ImportMap?) throws -> ImportTarget {
      if !target.knows {
        guard onMatch == nil else { throw ValidationError("--on-match is for --as customers, parts and articles") }
        guard !diff else { throw ValidationError("--diff is for --as customers, parts and articles") }
      }
      guard !publish || target == .articles else { throw ValidationError("--publish is for --as articles") }
      switch target {
      case .outreach, .survey:
        guard let campaign, !campaign.isEmpty else { throw ValidationError("an outreach list needs --campaign NAME") }
        return target == .outreach ? .outreach(campaign: campaign) : .survey(campaign: campaign)
      case .requests:
        guard let map else { throw ValidationError("a table of history needs --map FILE.yaml") }
        guard campaign == nil else { throw ValidationError("--campaign is for --as outreach") }
        return .requests(map)
      case .customers:
        guard campaign == nil else { throw ValidationError("--campaign is for --as outreach") }
        guard unit == nil else { throw ValidationError("--unit is for lists that become orders; customers have none") }
        return .customers(onMatch ?? .skip)
      case .parts, .articles:
        guard campaign == nil else { throw ValidationError("--campaign is for --as outreach") }
        guard unit == nil else { throw ValidationError("--unit is for lists that become orders") }
        return target == .parts ? .parts(onMatch ?? .skip) : .articles(onMatch ?? .skip, publishes: publish)
      case .units:
        throw ValidationError("units take no map; see `hotline import targets units`")
      }
    }

    /// Refuses what a list of units does not take.
    func checkUnits() throws {
      let given =
        [
          ("--campaign", campaign), ("--map", map), ("--column", columns.first), ("--save-map", savedMap),
          ("--on-match", onMatch?.rawValue), ("--diff", diff ? "" : nil), ("--publish", publish ? "" : nil),
          ("--hidden", hidden?.rawValue),
          ("--sheet", sheet), ("--area-code", areaCode), ("--dates", dates?.rawValue), ("--encoding", encoding),
          ("--unit", unit),
          ("--rejects", rejects),
        ].first { $0.1 != nil }
      if let given { throw ValidationError("\(given.0) is not for --as units") }
    }
  }
}

extension DateOrder: ExpressibleByArgument {}
extension HiddenPolicy: ExpressibleByArgument {}
extension MatchPolicy: ExpressibleByArgument {}
extension RowOutcome: ExpressibleByArgument {}
