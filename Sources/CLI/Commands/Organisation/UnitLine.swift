import BackOffice
import Domain
import Foundation
import Spreadsheets

/// A unit as a line of a list.
enum UnitLine {
  static let columns = [
    ListColumn("code", Text(zh: "代码", en: "code"), .code), ListColumn("name", Text(zh: "名称", en: "name")),
    ListColumn("parent", Text(zh: "上级", en: "parent"), .code),
    ListColumn("kind", Text(zh: "类型", en: "kind"), priority: 3),
    ListColumn("phone", Text(zh: "电话", en: "phone"), .code, priority: 1),
    ListColumn("head", Text(zh: "负责人", en: "head"), .code, priority: 2),
    ListColumn("calendar", Text(zh: "日历", en: "calendar"), .code, priority: 4),
    ListColumn("people", Text(zh: "人数", en: "people"), .integer, priority: 1),
    ListColumn("closed", Text(zh: "停用", en: "closed"), .flag, priority: 5),
    ListColumn("place", Text(zh: "序号", en: "place"), .integer, priority: 6),
    ListColumn("last", Text(zh: "止号", en: "last"), .integer, priority: 6),
  ]

  static func row(_ node: UnitNode, _ organisation: Organisation, at instant: Date) -> [Value] {
    [
      .code(node.unit.rawValue), .text(node.name), .code(organisation.tree.parent(of: node.unit)?.rawValue),
      .text(node.kind), .code(node.phone), .code(node.head), .code(node.calendar),
      .integer(organisation.staff(in: node.unit, at: instant).count), .flag(node.isClosed), .integer(node.place),
      .integer(node.last),
    ]
  }

  /// A unit by its code; refuses an unknown one.
  @discardableResult
  static func known(_ unit: UnitKey, _ organisation: Organisation) throws -> UnitNode {
    do throws(OrganisationRefusal) {
      return try organisation.known(unit)
    } catch {
      throw OfficeError.organisation(error)
    }
  }

  static func chosen(below unit: UnitKey?, _ showsClosed: Bool, _ organisation: Organisation) -> [UnitNode] {
    (unit.map { organisation.tree.subtree(of: $0) } ?? organisation.tree.units).filter { showsClosed || !$0.isClosed }
  }

  static func list(
    _ nodes: [UnitNode], _ organisation: Organisation, at instant: Date, _ output: OutputOptions,
    _ workplace: Workplace, _ zone: TimeZone
  ) throws {
    let listing = try Listing(
      title: Text(zh: "单位", en: "units"), columns: columns, options: output, console: workplace.console, zone: zone)
    for node in nodes { try listing.append(row(node, organisation, at: instant)) }
    try listing.finish()
  }
}

/// The tree as lines of text.
///
///     city  市政热线中心
///     ├─ east  东区  [3]
///     │  └─ east.repairs  东区维修队  12345
///     └─ west  西区
struct UnitDrawing {
  private let organisation: Organisation
  private let instant: Date
  private let showsClosed: Bool

  init(_ organisation: Organisation, at instant: Date, showsClosed: Bool) {
    self.organisation = organisation
    self.instant = instant
    self.showsClosed = showsClosed
  }

  /// The lines, cut to so many columns of a terminal.
  func lines(below unit: UnitKey?, width: Int) -> [String] {
    let tree = organisation.tree
    let roots = unit.flatMap { tree[$0] }.map { [$0] } ?? tree.children(of: nil)
    var below: [UnitKey: [UnitNode]] = [:]
    for node in tree.units where showsClosed || !node.isClosed {
      if let parent = tree.parent(of: node.unit) { below[parent, default: []].append(node) }
    }
    var lines: [String] = []
    func draw(_ node: UnitNode, _ lead: String, _ stem: String) {
      lines.append(Self.cut(lead + words(node), to: width))
      let children = below[node.unit] ?? []
      for (index, child) in children.enumerated() {
        let isLast = index == children.count - 1
        draw(child, stem + (isLast ? "└─ " : "├─ "), stem + (isLast ? "   " : "│  "))
      }
    }
    for root in roots where showsClosed || !root.isClosed { draw(root, "", "") }
    return lines
  }

  private func words(_ node: UnitNode) -> String {
    let people = organisation.staff(in: node.unit, at: instant).count
    let isLoose = node.parent == nil && organisation.tree.top != nil && node.unit != organisation.tree.top
    return [
      node.unit.rawValue + (isLoose ? " ?" : ""), node.name, node.phone, node.head.map { "(\($0))" },
      people > 0 ? "[\(people)]" : nil, node.isClosed ? "×" : nil,
    ].compactMap(\.self).joined(separator: "  ")
  }

  private static func cut(_ line: String, to width: Int) -> String {
    guard displayWidth(line) > width else { return line }
    var kept = ""
    for character in line {
      guard displayWidth(kept + String(character)) < width else { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
