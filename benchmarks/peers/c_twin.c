/* The benchmark hub and nothing else: what a compiled loop can do that knows its one model by heart.
 *
 * Four calendars are merged: arrivals and deadlines, which come in the order of arrival; flights, one a week; and one heap for ends of
 * screening and casework. Within one instant: deadline, flight, arrival, end of screening, end of casework; then the lower person.
 * An entry of the heap is time << 25 | kind << 24 | person; what ends after the horizon is not entered. Queues are arrays that only grow at one end; who has left is passed over. */
#include <stdint.h>

typedef int64_t i64;
typedef uint64_t u64;

enum { OUT, TO_SCREEN, SCREENED, TO_HOUSE, DOCUMENTS, APPEAL, TO_FLY };
enum { INSIDE, REFUSED, REMOVED, CAP };
#define PERSONS_BITS 24
#define KINDS_BITS 25
#define NEVER INT64_MAX

typedef struct {
    i64 persons, places, officers, seats, horizon, stay, week;
    const i64 *order, *arrival, *refused, *screening, *documents, *appeal;
    i64 *failures, *screened_from, *placed, *left, *reason;
    i64 *to_screen, *to_house, *to_fly; /* persons; persons; persons + all failures */
    u64 *heap;                          /* persons */
    unsigned char *stage;               /* persons, all OUT */
} hub_t;

static void push(u64 *heap, i64 *size, i64 horizon, i64 at, u64 kind, i64 person) {
    if (at >= horizon) return;
    u64 key = (u64)at << KINDS_BITS | kind << PERSONS_BITS | (u64)person;
    i64 i = (*size)++;
    while (i > 0 && heap[(i - 1) >> 1] > key) {
        heap[i] = heap[(i - 1) >> 1];
        i = (i - 1) >> 1;
    }
    heap[i] = key;
}

static u64 pop(u64 *heap, i64 *size) {
    u64 least = heap[0], key = heap[--*size];
    i64 n = *size, i = 0, child;
    while ((child = 2 * i + 1) < n) {
        child += child + 1 < n && heap[child + 1] < heap[child];
        if (heap[child] >= key) break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = key;
    return least;
}

void simulate(hub_t *hub) {
    const i64 n = hub->persons;
    i64 officers = hub->officers, places = hub->places, size = 0, flight = hub->week;
    i64 arriving = 0, capped = 0;
    i64 screen_head = 0, screen_tail = 0, house_head = 0, house_tail = 0, fly_head = 0, fly_tail = 0;
    u64 *heap = hub->heap;
    unsigned char *stage = hub->stage;

    for (;;) {
        while (capped < arriving && stage[hub->order[capped]] == OUT) capped++;
        i64 deadline = capped < arriving ? hub->arrival[hub->order[capped]] + hub->stay : NEVER;
        i64 arrival = arriving < n ? hub->arrival[hub->order[arriving]] : NEVER;
        i64 end = size ? (i64)(heap[0] >> KINDS_BITS) : NEVER;
        i64 now = deadline < flight ? deadline : flight;
        now = arrival < now ? arrival : now;
        now = end < now ? end : now;
        if (now >= hub->horizon) return;

        if (deadline == now) {
            i64 i = hub->order[capped++];
            officers += stage[i] == SCREENED;
            places += stage[i] >= DOCUMENTS;
            stage[i] = OUT;
            hub->left[i] = now;
            hub->reason[i] = CAP;
        } else if (flight == now) {
            i64 seats = hub->seats, last = fly_tail;
            flight += hub->week;
            for (; seats && fly_head < last; fly_head++) {
                i64 i = hub->to_fly[fly_head];
                if (stage[i] != TO_FLY) continue;
                seats--;
                if (hub->failures[i]) {
                    hub->failures[i]--;
                    hub->to_fly[fly_tail++] = i;
                } else {
                    stage[i] = OUT;
                    hub->left[i] = now;
                    hub->reason[i] = REMOVED;
                    places++;
                }
            }
        } else if (arrival == now) {
            i64 i = hub->order[arriving++];
            if (hub->refused[i]) {
                hub->left[i] = now;
                hub->reason[i] = REFUSED;
                continue;
            }
            stage[i] = TO_SCREEN;
            hub->to_screen[screen_tail++] = i;
        } else {
            u64 key = pop(heap, &size);
            i64 i = (i64)(key & ((1u << PERSONS_BITS) - 1));
            if (stage[i] == OUT) continue;
            if (!(key >> PERSONS_BITS & 1)) {
                officers++;
                stage[i] = TO_HOUSE;
                hub->to_house[house_tail++] = i;
            } else if (stage[i] == DOCUMENTS && hub->appeal[i]) {
                stage[i] = APPEAL;
                push(heap, &size, hub->horizon, now + hub->appeal[i], 1, i);
                continue;
            } else {
                stage[i] = TO_FLY;
                hub->to_fly[fly_tail++] = i;
                continue;
            }
        }

        for (; officers && screen_head < screen_tail; screen_head++) {
            i64 i = hub->to_screen[screen_head];
            if (stage[i] != TO_SCREEN || hub->arrival[i] + hub->stay <= now) continue;
            officers--;
            stage[i] = SCREENED;
            hub->screened_from[i] = now;
            push(heap, &size, hub->horizon, now + hub->screening[i], 0, i);
        }
        for (; places && house_head < house_tail; house_head++) {
            i64 i = hub->to_house[house_head];
            if (stage[i] != TO_HOUSE || hub->arrival[i] + hub->stay <= now) continue;
            places--;
            stage[i] = DOCUMENTS;
            hub->placed[i] = now;
            push(heap, &size, hub->horizon, now + hub->documents[i], 1, i);
        }
    }
}

void simulate_all(hub_t **hubs, i64 count) {
    for (i64 i = 0; i < count; i++) simulate(hubs[i]);
}
