#include "include/CExpat.h"

#include <malloc.h>
#include <stdlib.h>

static _Thread_local size_t used;
static _Thread_local size_t allowed;

static int fits(size_t size) { return size <= allowed && used <= allowed - size; }

static void give_back(size_t size) { used -= size < used ? size : used; }

static void *bounded_malloc(size_t size) {
  if (!fits(size)) return NULL;
  void *block = malloc(size);
  if (block) used += malloc_usable_size(block);
  return block;
}

static void *bounded_realloc(void *block, size_t size) {
  if (!fits(size)) return NULL;
  size_t before = block ? malloc_usable_size(block) : 0;
  void *moved = realloc(block, size);
  if (!moved) return NULL;
  give_back(before);
  used += malloc_usable_size(moved);
  return moved;
}

static void bounded_free(void *block) {
  if (block) give_back(malloc_usable_size(block));
  free(block);
}

XML_Parser bounded_parser_create(XML_Char separator, size_t limit) {
  static const XML_Memory_Handling_Suite suite = {bounded_malloc, bounded_realloc, bounded_free};
  const XML_Char text[2] = {separator, 0};
  used = 0;
  allowed = limit;
  return XML_ParserCreate_MM(NULL, &suite, text);
}
