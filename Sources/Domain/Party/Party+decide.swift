import FoundationEssentials

/// What somebody wants of a party in the book.
public enum PartyChange: Sendable {
  /// Have the book say this of it; `nil` for nothing.
  case correct([PartyField: String?])
  /// Reach it in one more way.
  case addContact(ContactPoint.Kind, ContactWords)
  /// Reach it so no more: the number of the way.
  case removeContact(Int)
  /// Treat it otherwise.
  case mark(PartyMarked)
  /// Treat it like others.
  case unmark(PartyMark.Kind, service: String?, note: String?)
  /// It is the same as this one, which is merged into none.
  case merge(into: PartyID)
  /// It is not the same after all.
  case split
  /// It has to do with another one.
  case relate(PartyRelated)
  /// It has nothing to do with it any more.
  case unrelate(PartyRelated)
}

/// Why the book does not change as asked; the desk puts it into words.
public enum PartyRefusal: Error, Sendable, Equatable {
  /// A code that is none.
  case notACode(PartyField, String)
  /// It is merged: the other one is to be changed.
  case merged(into: PartyID)
  /// It is not merged into anything.
  case notMerged
  /// It cannot be the same as itself, or relate to itself.
  case itself
  /// It has this number or address already.
  case contactThere(contact: Int)
  /// It has no such way to be reached.
  case noSuchContact(Int, known: [Int])
  /// A number or address without anything in it.
  case emptyContact
  /// The mark ends before it begins.
  case markIsPast
  /// A manager's mark needs a manager, and no other one has any.
  case managerMissing
  /// Only the marks `blocked` and `free` are about a service.
  case noServiceForMark(PartyMark.Kind)
  /// There is no such mark.
  case notMarked(PartyMark.Kind, service: String?)
  /// There is no such relation.
  case notRelated
}

extension Party {
  /// What follows from a wish, or why nothing does. No events where the book says so already.
  public func decide(_ change: PartyChange, at instant: Date) throws(PartyRefusal) -> [PartyEvent] {
    if let head = mergedInto {
      guard case .split = change else { throw .merged(into: head) }
      return [.mergeUndone(PartyMergeUndone(from: head))]
    }
    switch change {
    case .correct(let wanted): return try correct(wanted)
    case .addContact(let kind, let words): return try addContact(kind, words)
    case .removeContact(let number):
      guard let point = contacts.first(where: { $0.contact == number }) else {
        throw .noSuchContact(number, known: contacts.map(\.contact))
      }
      let words = ContactWords(value: point.value, extension: point.extension, label: point.label)
      return [.contactRemoved(PartyContactRemoved(contact: number, kind: point.kind, words: words))]
    case .mark(let marked): return try mark(marked, at: instant)
    case .unmark(let kind, let service, let note):
      guard marks.contains(where: { $0.marked.mark == kind && $0.marked.service == service }) else {
        throw .notMarked(kind, service: service)
      }
      return [.unmarked(PartyUnmarked(kind, service: service, note: note))]
    case .merge(let head):
      guard head != id else { throw .itself }
      return [.merged(PartyMerged(into: head))]
    case .split: throw .notMerged
    case .relate(let related):
      guard related.other != id else { throw .itself }
      guard PartyField.category.allows(related.relation) else { throw .notACode(.category, related.relation) }
      return relations.contains(related) ? [] : [.related(related)]
    case .unrelate(let related):
      guard relations.contains(related) else { throw .notRelated }
      return [.unrelated(PartyUnrelated(other: related.other, relation: related.relation))]
    }
  }

  private func correct(_ wanted: [PartyField: String?]) throws(PartyRefusal) -> [PartyEvent] {
    var changes: [PartyField: FieldChange] = [:]
    for (field, typed) in wanted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let trimmed = typed.map(Self.trimmed)
      let new = trimmed?.isEmpty == true ? nil : trimmed
      guard new != values[field] else { continue }
      if let new {
        guard field.allows(new) else { throw .notACode(field, new) }
      } else if field == .kind {
        throw .notACode(field, "")
      }
      changes[field] = FieldChange(old: values[field], new: new)
    }
    return changes.isEmpty ? [] : [.corrected(PartyCorrected(changes))]
  }

  private func addContact(_ kind: ContactPoint.Kind, _ words: ContactWords) throws(PartyRefusal) -> [PartyEvent] {
    guard !Self.trimmed(words.value).isEmpty else { throw .emptyContact }
    let point = ContactPoint(
      contact: nextContact, kind: kind, value: words.value, extension: words.extension, label: words.label)
    if let known = contacts.first(where: { $0.dialled == point.dialled && $0.kind == kind }) {
      throw .contactThere(contact: known.contact)
    }
    return [.contactAdded(PartyContactAdded(contact: point.contact, kind: kind, words: words))]
  }

  private func mark(_ marked: PartyMarked, at instant: Date) throws(PartyRefusal) -> [PartyEvent] {
    guard (marked.mark == .manager) == (marked.manager != nil) else { throw .managerMissing }
    switch marked.mark {
    case .blocked, .free: break
    case .vip, .manager: guard marked.service == nil else { throw .noServiceForMark(marked.mark) }
    }
    if let until = marked.until, until <= instant { throw .markIsPast }
    let known = marks.first { $0.marked.mark == marked.mark && $0.marked.service == marked.service }
    var marked = marked
    // Whoever says nothing of why does not take back what was said while the mark holds.
    if marked.note == nil, let known, known.holds(at: instant), known.marked.manager == marked.manager {
      marked.note = known.marked.note
    }
    if marked.note?.isEmpty == true { marked.note = nil }
    return known?.marked == marked ? [] : [.marked(marked)]
  }

  private static func trimmed(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
