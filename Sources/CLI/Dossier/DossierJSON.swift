import BackOffice
import Foundation

/// A dossier for a program: one object; `data` and `personal` of each event are the log's own JSON, byte for byte.
struct DossierJSON {
  private let dossier: Dossier
  private let zone: TimeZone

  init(_ dossier: Dossier, _ zone: TimeZone) {
    self.dossier = dossier
    self.zone = zone
  }

  func write(to sink: ResultSink) {
    var clock = WallClock(zone: zone)
    func object(_ members: [(String, Value)]) -> String {
      var bytes: [UInt8] = [UInt8(ascii: "{")]
      for (index, (key, value)) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONRows.appendString(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        JSONRows.append(value, &clock, to: &bytes)
      }
      return String(decoding: bytes, as: UTF8.self) + "}"
    }
    func array(_ elements: [String]) -> Value {
      .json(elements.isEmpty ? "[]" : "[\n" + elements.joined(separator: ",\n") + "\n]")
    }
    func id(_ id: UUID?) -> Value { .code(id?.uuidString.lowercased()) }

    let card = dossier.card.map { card in
      object([
        ("name", .text(card.name)), ("address", .text(card.address)),
        (
          "phones",
          array(
            card.phones.map {
              object([
                ("number", .code($0.number)), ("extension", .code($0.extension)), ("label", .text($0.label)),
              ])
            })
        ),
        ("fields", .json(PartyWords.json(dossier.party?.values ?? [:]))),
        (
          "contacts",
          array(
            (dossier.party?.contacts ?? []).map {
              object([
                ("contact", .integer($0.contact)), ("kind", .text($0.kind.rawValue)), ("value", .code($0.value)),
                ("extension", .code($0.extension)), ("label", .text($0.label)),
              ])
            })
        ),
        (
          "marks",
          array(
            (dossier.party?.marks ?? []).map {
              object([
                ("mark", .text($0.marked.mark.rawValue)), ("service", .text($0.marked.service)),
                ("since", .instant($0.since)), ("until", .instant($0.marked.until)),
                ("manager", .text($0.marked.manager)), ("note", .text($0.marked.note)),
              ])
            })
        ),
        (
          "relations",
          array(
            (dossier.party?.relations ?? []).map {
              object([("other", .code($0.other.description)), ("relation", .text($0.relation))])
            })
        ),
      ])
    }
    let orders = dossier.orders.map { line in
      object([
        ("no", .code(line.order.no.description)), ("process", .text(line.order.process.rawValue)),
        ("state", .text(line.order.state.rawValue)), ("withdrawn", .flag(line.order.isWithdrawn)),
        ("openedAt", .instant(line.order.openedAt)), ("dueAt", .instant(line.order.due)),
        ("finishedAt", .instant(line.order.finishedAt)), ("unit", .text(line.order.main?.rawValue)),
        ("channel", .text(line.order.channel)), ("category", .text(line.order.category)),
        ("campaign", .text(line.order.campaign)), ("key", .code(line.order.key)),
        ("title", .text(line.opened.words?.title)), ("address", .text(line.opened.words?.address)),
      ])
    }
    let sources = dossier.sources.map { source in
      object([
        ("file", .text(source.file)), ("at", .instant(source.at)), ("by", .text(source.actor)),
        ("batch", id(source.batch)),
      ])
    }
    let forgettings = dossier.forgettings.map { past in
      object([
        ("position", .integer(Int(past.position))), ("at", .instant(past.at)), ("by", .text(past.actor)),
        ("reason", .text(past.forgotten.reason.rawValue)), ("reference", .code(past.forgotten.reference?.rawValue)),
      ])
    }
    let events = dossier.entries.map { entry in
      let recorded = entry.recorded
      return object([
        ("position", .integer(Int(recorded.position))), ("id", id(recorded.id)),
        ("stream", .code(recorded.stream.rawValue)),
        ("version", .integer(recorded.version)), ("type", .text(recorded.type.description)),
        ("occurredAt", .instant(recorded.occurredAt)), ("recordedAt", .instant(recorded.recordedAt)),
        ("actor", .text(recorded.authorship.actor)), ("correlation", id(recorded.authorship.correlation)),
        ("batch", id(recorded.authorship.batch)), ("data", .json(recorded.data)),
        ("personal", entry.personal.map { .json($0) } ?? .none), ("erased", .flag(recorded.isErased)),
        ("deliveredAt", .instant(entry.delivery?.deliveredAt)),
      ])
    }
    let whole = object([
      ("subject", .code(dossier.subject.stream.rawValue)), ("position", .integer(Int(dossier.position))),
      ("card", card.map { .json($0) } ?? .none), ("sources", array(sources)), ("forgotten", array(forgettings)),
      ("orders", array(orders)),
      ("events", array(events)),
    ])
    sink.buffer.append(contentsOf: (whole + "\n").utf8)
  }
}
