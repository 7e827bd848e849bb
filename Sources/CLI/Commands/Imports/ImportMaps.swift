import ArgumentParser
import BackOffice
import Domain
import Foundation
import Spreadsheets

/// How the columns of a list are read, for a person.
struct ImportMappingLines {
  private let mapping: ListMapping
  private let info: ImportTargetInfo
  private let console: Console

  init(_ mapping: ListMapping, _ info: ImportTargetInfo, _ console: Console) {
    self.mapping = mapping
    self.info = info
    self.console = console
  }

  /// - Parameter inFull: a line for every column, with its first values; else one line for all.
  func say(inFull: Bool) {
    guard inFull else {
      let columns = mapping.named.sorted { $0.key < $1.key }
        .map { "\(label($0.key)) ← \($0.value.split(whereSeparator: \.isNewline).joined())" }.joined(separator: ", ")
      return console.say(
        Text(
          zh: "表头在第 \(mapping.headingRow) 行：\(columns)", en: "heading in row \(mapping.headingRow): \(columns)"))
    }
    console.say(
      Text(
        zh: "\(mapping.sheet)，表头在第 \(mapping.headingRow) 行",
        en: "\(mapping.sheet), heading in row \(mapping.headingRow)"))
    for column in mapping.columns {
      let heading = column.heading.split(whereSeparator: \.isNewline).joined()
      let samples =
        column.samples.isEmpty ? "" : "  (\(column.samples.map(Self.short).joined(separator: " | ")))"
      console.say("  \(column.letters)  \(Self.short(heading)) → \(meaning(column))\(samples)")
    }
  }

  private func label(_ field: String) -> String {
    info.fields.first { $0.name == field }?.labels(console.language) ?? field
  }

  /// What a cell says, on one line of a terminal beside two others.
  private static func short(_ text: String) -> String { displayWidth(text) > 36 ? cut(text, to: 36) : text }

  private func meaning(_ column: ListMapping.Column) -> String {
    let language = console.language
    guard let name = column.field else {
      return mapping.keepsOthers
        ? Text(zh: "（按原列名随工单保存）", en: "(kept with the order)")(language) : Text(zh: "（不读取）", en: "(not read)")(language)
    }
    return "\(name) (\(label(name)))"
  }
}

extension Import {
  struct Targets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "targets", abstract: "List what rows of a list can become, or the fields of one such target.",
      discussion: """
        Examples:
          hotline import targets
          hotline import targets customers --format json
        """)
    @Argument(help: "A target.") var target: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let console = Workplace(output).console
      guard let target else { return try listTargets(console) }
      guard let info = ImportTargetInfo.named(target) else {
        throw Failure(
          .usage,
          .unknown(
            Text(zh: "没有目标 \(target)", en: "there is no target \(target)"), target, in: ImportTargetInfo.all.map(\.name)
          ))
      }
      if output.isTable { console.say(info.about(console.language) ?? "") }
      let listing = try Listing(
        title: Text(zh: "字段", en: "fields"),
        columns: [
          ListColumn("field", Text(zh: "字段", en: "field"), .code), ListColumn("label", Text(zh: "名称", en: "name")),
          ListColumn("kind", Text(zh: "类型", en: "kind")), ListColumn("required", Text(zh: "必填", en: "required"), .flag),
          ListColumn("headings", Text(zh: "可识别的列名", en: "headings"), .json, priority: 1),
        ], options: output, console: console, zone: .gmt, foldsRest: true)
      for field in info.fields {
        try listing.append([
          .code(field.name), .text(field.labels(console.language)),
          .text(output.isForPeople ? ImportWords.name(field.kind)(console.language) : field.kind.rawValue),
          .flag(field.isRequired),
          output.isTable
            ? .text(field.synonyms.joined(separator: console.language == .zh ? "、" : ", "))
            : .json(jsonArray(field.synonyms)),
        ])
      }
      try listing.finish()
    }

    private func listTargets(_ console: Console) throws {
      let listing = try Listing(
        title: Text(zh: "目标", en: "targets"),
        columns: [
          ListColumn("target", Text(zh: "目标", en: "target"), .code), ListColumn("label", Text(zh: "名称", en: "name")),
          ListColumn("map", Text(zh: "需要映射", en: "needs a map"), .flag),
          ListColumn("about", Text(zh: "说明", en: "about")),
        ], options: output, console: console, zone: .gmt, foldsRest: true)
      for info in ImportTargetInfo.all {
        try listing.append([
          .code(info.name), .text(info.labels(console.language)), .flag(info.needsMap),
          .text(info.about(console.language)),
        ])
      }
      try listing.finish()
    }
  }

  struct MapCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "map", abstract: "Look at the maps that `import run --save-map` keeps.",
      subcommands: [List.self, Show.self])

    struct List: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the maps.", discussion: "Example:\n  hotline import map list")
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let office = Workplace(output)
        try await office.sitting { session in
          let zone = output.zone(office: try await session.definitions().calendar.timeZone)
          let listing = try Listing(
            title: Text(zh: "映射", en: "maps"),
            columns: [
              ListColumn("map", Text(zh: "映射", en: "map"), .code), ListColumn("as", Text(zh: "类型", en: "as")),
              ListColumn("columns", Text(zh: "列", en: "columns"), .integer),
              ListColumn("version", Text(zh: "版本", en: "version"), .integer),
              ListColumn("by", Text(zh: "保存者", en: "kept by"), priority: 1),
              ListColumn("at", Text(zh: "保存于", en: "kept"), .instant, priority: 1),
            ], options: output, console: office.console, zone: zone)
          for text in try await session.importMaps() {
            let map = try? ImportMap(yaml: text.body)
            try listing.append([
              .code(text.key),
              .text(
                output.isForPeople ? map.map { ImportWords.target($0.target, office.console.language) } : map?.target),
              .integer(map?.columns.count), .integer(text.version),
              .text(text.actor), .instant(text.at),
            ])
          }
          try listing.finish()
        }
      }
    }

    struct Show: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Write out the YAML of a map.",
        discussion: "Example:\n  hotline import map show gas-customers > gas-customers.yaml")
      @Argument(help: "The map.") var name: String
      @OptionGroup var output: OutputOptions

      func run() async throws {
        let yaml = try await Workplace(output).sitting { session in try await session.importMap(name).yaml }
        try DefinitionFile.write(yaml)
      }
    }
  }
}
